// name: order_unlink
// access: write
// params: keys
// returns: none
// Take away what was said before of the relationships of each order, so that they can be stated anew.
UNWIND $keys AS key
MATCH (n:Order {key: key})-[old:MAKES]->()
DELETE old
