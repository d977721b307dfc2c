// name: door_items
// access: read
// params: none
// returns: key, name, seq
// All sample items by key.
MATCH (n:DoorItem)
RETURN n.key AS key, n.name AS name, n.seq AS seq
ORDER BY key
