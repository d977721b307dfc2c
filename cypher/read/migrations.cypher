// name: migrations
// access: read
// params: none
// returns: version, name, checksum
// The applied schema files, oldest first; version -1 is the lock that starters take, not a file.
MATCH (m:Migration)
WHERE m.version >= 0
RETURN m.version AS version, m.name AS name, m.checksum AS checksum
ORDER BY version
