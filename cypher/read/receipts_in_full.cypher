// name: receipts_in_full
// access: read
// params: ids
// returns: receipts
// Receipts with everything that is stored of them.
MATCH (r:Receipt)
WHERE r.id IN $ids
RETURN collect(properties(r)) AS receipts
