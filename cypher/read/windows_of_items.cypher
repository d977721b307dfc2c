// name: windows_of_items
// access: read
// params: items, known
// returns: boms, views, plants, eff_from, eff_to
// Where and when the revisions of items apply, in columns, as it was known at a moment of the knowledge clock.
MATCH (i:Item)-[w:HAS_REVISION]->(b:BomRevision)
WHERE i.number IN $items AND w.known_from <= $known AND w.known_to > $known
WITH b, w ORDER BY w.eff_from, b.key, w.plants
RETURN collect(b.key) AS boms, collect(w.view) AS views, collect(w.plants) AS plants, collect(w.eff_from) AS eff_from,
  collect(w.eff_to) AS eff_to
