// name: door_closure
// access: read
// params: key, at
// returns: keys
// The items above one item; one predicate on each relationship, so the planner prunes (Pruning,BFS).
MATCH (c:DoorItem {key: $key})<-[us:DOOR_USES|DOOR_HAS_REVISION*1..]-(p:DoorItem)
WHERE all(u IN us WHERE u.eff_from <= $at AND u.eff_to > $at)
WITH DISTINCT p
RETURN collect(p.key) AS keys
