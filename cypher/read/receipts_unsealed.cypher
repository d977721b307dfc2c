// name: receipts_unsealed
// access: read
// params: after, limit
// returns: ids, events
// The next receipts without entries in the log tree, by id.
MATCH (r:Receipt)
WHERE r.id > $after AND r.sealed_from IS NULL
WITH r ORDER BY r.id LIMIT $limit
RETURN collect(r.id) AS ids, collect(r.events) AS events
