// name: migration_lock
// access: write
// params: none
// returns: none
// Holds back every other starter until this transaction ends; a starter that dies frees it with its connection.
// The node has all properties of a record, so that reading the records of a new database meets no unknown name.
MERGE (m:Migration {version: -1})
ON CREATE SET m.name = 'lock', m.checksum = '', m.applied_at = 0
SET m._lock = true
