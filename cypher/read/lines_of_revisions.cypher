// name: lines_of_revisions
// access: read
// params: boms, after, known, limit
// returns: bom, total, lines, substitutes
// The lines of revisions after a line id, by line id, as they were known at a moment of the knowledge clock, and what may
// stand in for their components: one row a revision, with the count of all of its lines.
UNWIND $boms AS bom
MATCH (b:BomRevision {key: bom})
WITH b, COLLECT {
  MATCH (b)-[u:USES]->(i:Item)
  WHERE u.known_from <= $known AND u.known_to > $known AND u.line > $after
  WITH u, i ORDER BY u.line LIMIT $limit
  RETURN {line: u.line, item: i.number, quantity: u.quantity, uom: u.uom, find_number: u.find_number,
    designators: u.designators, quantity_kind: u.quantity_kind, scrap: u.scrap, phantom: u.phantom,
    consumable: u.consumable, optional: u.optional, plants: u.plants, eff_from: u.eff_from, eff_to: u.eff_to} AS told
} AS lines
RETURN b.key AS bom,
  COUNT { MATCH (b)-[u:USES]->(:Item) WHERE u.known_from <= $known AND u.known_to > $known } AS total,
  lines,
  COLLECT {
    MATCH (b)-[s:MAY_USE]->(i:Item)
    WHERE s.known_from <= $known AND s.known_to > $known AND s.line > $after AND s.line <= lines[-1].line
    WITH s, i ORDER BY s.line, coalesce(s.set_name, ''), s.priority, i.number
    RETURN {bom: b.key, line: s.line, component: s.component, item: i.number, quantity: s.quantity, uom: s.uom,
      priority: s.priority, kind: s.kind, set_name: s.set_name, plants: s.plants, eff_from: s.eff_from,
      eff_to: s.eff_to} AS told
  } AS substitutes
