// name: migration_lock
// access: write
// params: none
// returns: none
// Holds back every other starter until this transaction ends; a starter that dies frees it with its connection.
MERGE (m:Migration {version: -1})
SET m._lock = true
