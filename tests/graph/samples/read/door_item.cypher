// name: door_item
// access: read
// params: key
// returns: key, name, seq
// One sample item.
MATCH (n:DoorItem {key: $key})
RETURN n.key AS key, n.name AS name, n.seq AS seq
