// name: explosion
// access: read
// params: item, steps, view, plant, without, since, until, known, as_of, limit
// returns: parents, revisions, lines, children, quantities, uoms, special, doubtful
// The uses below an item, nearest first, in columns; of those items that lie at most `steps` relationships below it.
// Special are uses whose lines have traits. Doubtful are components whose node does not tell what was known of them then.
// Context: view, plant (null for any, `without` is its mark of exception), effective from before or at `until` to after
// `since`, known at `known`.
MATCH (i:Item {number: $item})-[us:HAS_REVISION|USES*0..]->(p:Item)
WHERE all(u IN us WHERE u.view = $view AND u.eff_from <= $until AND u.eff_to > $since
    AND u.known_from <= $known AND u.known_to > $known
    AND CASE WHEN $plant IS NULL OR u.plants = ['*'] OR $plant IN u.plants THEN true
      ELSE u.plants[0] = '*' AND NOT $without IN u.plants END)
WITH p, min(size(us)) AS steps
WHERE steps <= $steps
MATCH (p)-[w:HAS_REVISION]->(b:BomRevision)
WHERE w.view = $view AND w.eff_from <= $until AND w.eff_to > $since
    AND w.known_from <= $known AND w.known_to > $known
    AND CASE WHEN $plant IS NULL OR w.plants = ['*'] OR $plant IN w.plants THEN true
      ELSE w.plants[0] = '*' AND NOT $without IN w.plants END
WITH DISTINCT p, steps, b ORDER BY steps, b.key
MATCH (b)-[u:USES]->(c:Item)
WHERE u.view = $view AND u.eff_from <= $until AND u.eff_to > $since
    AND u.known_from <= $known AND u.known_to > $known
    AND CASE WHEN $plant IS NULL OR u.plants = ['*'] OR $plant IN u.plants THEN true
      ELSE u.plants[0] = '*' AND NOT $without IN u.plants END
WITH p, b, u, c LIMIT $limit
RETURN collect(p.number) AS parents, collect(b.key) AS revisions, collect(u.line) AS lines,
  collect(c.number) AS children, collect(u.quantity) AS quantities, collect(u.uom) AS uoms,
  collect(CASE WHEN u.phantom OR u.consumable OR u.optional OR u.scrap IS NOT NULL OR u.quantity_kind IS NOT NULL
    THEN {bom: b.key, line: u.line, quantity_kind: u.quantity_kind, scrap: u.scrap, phantom: u.phantom,
      consumable: u.consumable, optional: u.optional} END) AS special,
  collect(DISTINCT CASE WHEN c.placeholder OR c.known_from > $known OR c.occurred_at > $as_of
    THEN c.number END) AS doubtful
