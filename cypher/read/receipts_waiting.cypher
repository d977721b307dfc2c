// name: receipts_waiting
// access: read
// params: idle, limit
// returns: ids
// Receipts that nobody has settled and nobody has taken up for `idle` microseconds, the oldest first: what a lost hint
// or a killed worker left behind.
WITH datetime.realtime() AS t
WITH t.epochSeconds * 1000000 + t.microsecond AS now
MATCH (r:Receipt {state: 'RECEIVED'})
WHERE coalesce(r.taken_at, r.received_at) <= now - $idle
WITH r ORDER BY r.received_at, r.id LIMIT $limit
RETURN collect(r.id) AS ids
