// name: door_item_lock
// access: write
// params: key
// returns: seq
// Locks a sample item until the transaction ends.
MATCH (n:DoorItem {key: $key})
SET n._lock = true
RETURN n.seq AS seq
