// name: facts_voided
// access: read
// params: after, open, limit
// returns: facts
// The next voided facts, by key.
MATCH (f:Fact)
WHERE f.key > $after AND f.voided_at < $open
WITH f ORDER BY f.key LIMIT $limit
RETURN collect(properties(f)) AS facts
