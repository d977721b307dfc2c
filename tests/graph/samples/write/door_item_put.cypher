// name: door_item_put
// access: write
// params: key, name
// returns: seq
// Defines a sample item and counts how often that was done.
MERGE (n:DoorItem {key: $key})
SET n.name = $name, n.seq = coalesce(n.seq, 0) + 1
RETURN n.seq AS seq
