// name: door_scan
// access: read
// params: none
// returns: pairs
// A plan to be ashamed of: a scan and a cartesian product.
MATCH (a:DoorItem), (b:DoorRevision)
RETURN sum(a.seq + size(b.revision)) AS pairs
