// name: windows_known
// access: read
// params: item, view, known
// returns: boms, plants, eff_from, eff_to, known_from, known_to
// Where and when the revisions of an item in one view apply, in columns, with the spans in which that was known: all
// that had been known by a moment of the knowledge clock, also what was known otherwise before.
MATCH (i:Item)-[w:HAS_REVISION]->(b:BomRevision)
WHERE i.number = $item AND w.view = $view AND w.known_from <= $known
RETURN collect(b.key) AS boms, collect(w.plants) AS plants, collect(w.eff_from) AS eff_from,
  collect(w.eff_to) AS eff_to, collect(w.known_from) AS known_from, collect(w.known_to) AS known_to
