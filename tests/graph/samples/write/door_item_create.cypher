// name: door_item_create
// access: write
// params: key
// returns: none
// Creates a sample item; fails when its key is taken.
CREATE (n:DoorItem {key: $key, seq: 0})
