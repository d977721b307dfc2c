// name: substitutes_of_walk
// access: read
// params: boms, view, plant, without, since, until, known, limit
// returns: rules
// What may stand in on the lines of revisions, by revision, line, set and priority.
// Context: view, plant (null for any, `without` is its mark of exception), effective from before or at `until` to after
// `since`, known at `known`.
UNWIND $boms AS bom
MATCH (b:BomRevision {key: bom})-[u:MAY_USE]->(i:Item)
WHERE u.view = $view AND u.eff_from <= $until AND u.eff_to > $since
    AND u.known_from <= $known AND u.known_to > $known
    AND CASE WHEN $plant IS NULL OR u.plants = ['*'] OR $plant IN u.plants THEN true
      ELSE u.plants[0] = '*' AND NOT $without IN u.plants END
WITH b, u, i ORDER BY b.key, u.line, coalesce(u.set_name, ''), u.priority, i.number LIMIT $limit
RETURN collect({bom: b.key, line: u.line, component: u.component, item: i.number, quantity: u.quantity, uom: u.uom,
  priority: u.priority, kind: u.kind, set_name: u.set_name, plants: u.plants, eff_from: u.eff_from,
  eff_to: u.eff_to}) AS rules
