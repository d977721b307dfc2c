// name: log_tiles_write
// access: write
// params: rows
// returns: none
// Write tiles of the log tree that are new or longer than before.
UNWIND $rows AS row
MERGE (t:LogTile {key: row.key})
SET t.level = row.level, t.index = row.index, t.hashes = row.hashes
