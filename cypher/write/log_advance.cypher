// name: log_advance
// access: write
// params: size, root, frontier, sealed_at
// returns: none
// Write the head of the log, and keep it as a checkpoint. The head is locked by this transaction.
MATCH (h:LogHead {name: 'log'})
SET h.size = $size, h.root = $root, h.frontier = $frontier, h.sealed_at = $sealed_at
MERGE (c:LogCheckpoint {size: $size})
SET c.root = $root, c.sealed_at = $sealed_at
