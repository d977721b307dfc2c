// name: log_lock
// access: write
// params: empty
// returns: size, now
// Hold back every other sealer until this transaction ends, and tell how far the log is sealed by now.
// `empty` is the root of a log without entries.
MERGE (h:LogHead {name: 'log'})
ON CREATE SET h.size = 0, h.root = $empty
SET h._lock = true
WITH h, datetime.realtime() AS t
RETURN h.size AS size, t.epochSeconds * 1000000 + t.microsecond AS now
