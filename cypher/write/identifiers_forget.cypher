// name: identifiers_forget
// access: write
// params: after, limit
// returns: last, gone
// Forget what the next identifiers stand for, by key. Those that held events wait for stay, as placeholders.
MATCH (n:Identifier)
WHERE n.key > $after
WITH n ORDER BY n.key LIMIT $limit
SET n.placeholder = true, n.order_key = '', n.occurred_at = null, n.known_from = null, n.source = null,
  n.canonical = null
WITH n, n.key AS key, EXISTS { (:Exception)-[:WAITS_FOR]->(n) } AS awaited
FOREACH (_ IN CASE WHEN awaited THEN [] ELSE [1] END | DELETE n)
RETURN max(key) AS last, count(key) AS gone
