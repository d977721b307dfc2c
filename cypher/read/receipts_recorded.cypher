// name: receipts_recorded
// access: read
// params: at, after, limit
// returns: ids, events, times
// The next receipts of which something is recorded, in the order of recording: after the time `at` and the id `after`.
MATCH (r:Receipt)
WHERE r.recorded_at >= $at AND (r.recorded_at > $at OR r.id > $after)
WITH r ORDER BY r.recorded_at, r.id LIMIT $limit
RETURN collect(r.id) AS ids, collect(r.events) AS events, collect(r.recorded_at) AS times
