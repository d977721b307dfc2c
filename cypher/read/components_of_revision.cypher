// name: components_of_revision
// access: read
// params: bom, view, plant, without, since, until, known, as_of, limit
// returns: parents, revisions, lines, children, quantities, uoms, special, doubtful
// The lines of one revision, in columns, whether or not the revision itself applies then.
// Special are uses whose lines have traits. Doubtful are components whose node does not tell what was known of them then.
// Context: view, plant (null for any, `without` is its mark of exception), effective from before or at `until` to after
// `since`, known at `known`.
MATCH (b:BomRevision {key: $bom})-[:OF]->(p:Item)
MATCH (b)-[u:USES]->(c:Item)
WHERE u.view = $view AND u.eff_from <= $until AND u.eff_to > $since
    AND u.known_from <= $known AND u.known_to > $known
    AND CASE WHEN $plant IS NULL OR u.plants = ['*'] OR $plant IN u.plants THEN true
      ELSE u.plants[0] = '*' AND NOT $without IN u.plants END
WITH p, b, u, c ORDER BY u.line LIMIT $limit
RETURN collect(p.number) AS parents, collect(b.key) AS revisions, collect(u.line) AS lines,
  collect(c.number) AS children, collect(u.quantity) AS quantities, collect(u.uom) AS uoms,
  collect(CASE WHEN u.phantom OR u.consumable OR u.optional OR u.scrap IS NOT NULL OR u.quantity_kind IS NOT NULL
    THEN {bom: b.key, line: u.line, quantity_kind: u.quantity_kind, scrap: u.scrap, phantom: u.phantom,
      consumable: u.consumable, optional: u.optional} END) AS special,
  collect(DISTINCT CASE WHEN c.placeholder OR c.known_from > $known OR c.occurred_at > $as_of
    THEN c.number END) AS doubtful
