// name: substitute_rules
// access: read
// params: bom, previous, line, item, known
// returns: component, plants, eff_from, eff_to, listed, backwards
// One line as it was known, all rules of it, and the rules by which its component stands in for an item: those of the
// same revision and, for the same line, those of the previous one. The quantity of a rule read backwards is that of the
// item which it lets stand in.
MATCH (b:BomRevision {key: $bom})-[u:USES]->(c:Item)
WHERE u.line = $line AND u.known_from <= $known AND u.known_to > $known
RETURN c.number AS component, u.plants AS plants, u.eff_from AS eff_from, u.eff_to AS eff_to,
  COLLECT {
    MATCH (b)-[s:MAY_USE]->(i:Item)
    WHERE s.line = $line AND s.known_from <= $known AND s.known_to > $known
    WITH s, i ORDER BY s.set_name, s.priority, i.number
    RETURN {bom: $bom, line: s.line, component: s.component, item: i.number, quantity: s.quantity, uom: s.uom,
      priority: s.priority, kind: s.kind, set_name: s.set_name, plants: s.plants, eff_from: s.eff_from,
      eff_to: s.eff_to} AS told
  } AS listed,
  COLLECT {
    MATCH (r:BomRevision)-[s:MAY_USE]->(c)
    WHERE r.key IN [$bom, $previous] AND s.component = $item AND (r.key = $bom OR s.line = $line)
      AND s.known_from <= $known AND s.known_to > $known
    WITH r, s ORDER BY r.key, s.line, s.set_name, s.priority
    RETURN {bom: r.key, line: s.line, component: s.component, item: c.number, quantity: s.quantity, uom: s.uom,
      priority: s.priority, kind: s.kind, set_name: s.set_name, plants: s.plants, eff_from: s.eff_from,
      eff_to: s.eff_to} AS told
  } AS backwards
