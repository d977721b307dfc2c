// name: exceptions_ready
// access: read
// params: limit
// returns: ids, receipts, positions, sources
// Held events whose local names all have a mapping by now, those of one receipt together.
MATCH (e:Exception {state: 'OPEN'})
WHERE e.queue = 'MAPPING' AND EXISTS { (e)-[:WAITS_FOR]->(:Identifier) }
  AND NOT EXISTS { MATCH (e)-[:WAITS_FOR]->(i:Identifier) WHERE i.placeholder }
WITH e ORDER BY e.raised_at, e.receipt, e.position LIMIT $limit
RETURN collect(e.id) AS ids, collect(e.receipt) AS receipts, collect(e.position) AS positions,
  collect(e.source) AS sources
