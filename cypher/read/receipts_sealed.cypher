// name: receipts_sealed
// access: read
// params: at, limit
// returns: ids, events, starts
// The next receipts with entries in the log tree, by sequence number, from `at` on.
MATCH (r:Receipt)
WHERE r.sealed_from >= $at
WITH r ORDER BY r.sealed_from LIMIT $limit
RETURN collect(r.id) AS ids, collect(r.events) AS events, collect(r.sealed_from) AS starts
