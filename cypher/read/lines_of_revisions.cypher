// name: lines_of_revisions
// access: read
// params: boms, after, known, limit
// returns: bom, total, lines
// The lines of revisions after a line id, by line id, as they were known at a moment of the knowledge clock: one row a
// revision, with the count of all of its lines.
UNWIND $boms AS bom
MATCH (b:BomRevision {key: bom})
RETURN bom,
  COUNT { MATCH (b)-[u:USES]->(:Item) WHERE u.known_from <= $known AND u.known_to > $known } AS total,
  COLLECT {
    MATCH (b)-[u:USES]->(i:Item)
    WHERE u.known_from <= $known AND u.known_to > $known AND u.line > $after
    WITH u, i ORDER BY u.line LIMIT $limit
    RETURN {line: u.line, item: i.number, quantity: u.quantity, uom: u.uom, find_number: u.find_number,
      designators: u.designators, plants: u.plants, eff_from: u.eff_from, eff_to: u.eff_to} AS told
  } AS lines
