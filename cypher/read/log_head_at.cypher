// name: log_head_at
// access: read
// params: known
// returns: size, root, sealed_at
// How far the log was sealed at a moment of the knowledge clock; no row before the first seal.
MATCH (c:LogCheckpoint)
WHERE c.size >= 0 AND c.sealed_at <= $known
RETURN c.size AS size, c.root AS root, c.sealed_at AS sealed_at ORDER BY size DESC LIMIT 1
