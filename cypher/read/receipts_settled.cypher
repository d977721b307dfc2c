// name: receipts_settled
// access: read
// params: limit
// returns: ids, leaves
// Receipts whose events all have their outcome and whose entries are not in the tree yet, in the order in which they
// were recorded, with their leaves.
MATCH (r:Receipt)
WHERE r.state = 'SETTLED' AND r.recorded_at IS NOT NULL AND r.id IS NOT NULL
WITH r ORDER BY r.recorded_at, r.id LIMIT $limit
RETURN collect(r.id) AS ids, collect(r.leaves) AS leaves
