// name: log_tiles
// access: read
// params: keys
// returns: keys, hashes
// Tiles of the log tree; those that do not exist are left out.
MATCH (t:LogTile)
WHERE t.key IN $keys
RETURN collect(t.key) AS keys, collect(t.hashes) AS hashes
