// name: change_order_unlink
// access: write
// params: keys
// returns: none
// Take away what the change orders said before of revisions and gates, so that they can be stated anew.
UNWIND $keys AS key
MATCH (n:ChangeOrder {number: key})
OPTIONAL MATCH (n)-[a:AFFECTS]->()
DELETE a
WITH DISTINCT n
OPTIONAL MATCH (n)-[:HAS_GATE]->(g:Gate)
DETACH DELETE g
