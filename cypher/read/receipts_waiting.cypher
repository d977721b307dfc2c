// name: receipts_waiting
// access: read
// params: older_than, limit
// returns: ids
// Receipts that nobody has settled, the oldest first: what a lost hint forgot. `older_than` is an age in microseconds.
WITH datetime.realtime() AS t
WITH t.epochSeconds * 1000000 + t.microsecond AS now
MATCH (r:Receipt {state: 'RECEIVED'})
WHERE r.received_at <= now - $older_than
WITH r ORDER BY r.received_at LIMIT $limit
RETURN collect(r.id) AS ids
