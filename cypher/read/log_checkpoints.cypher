// name: log_checkpoints
// access: read
// params: after, until
// returns: sizes, roots
// The heads that the log had above one size and up to another, the smallest first.
MATCH (c:LogCheckpoint)
WHERE c.size > $after AND c.size <= $until
WITH c ORDER BY c.size
RETURN collect(c.size) AS sizes, collect(c.root) AS roots
