// name: unit_unlink
// access: write
// params: keys
// returns: none
// Take away what was said before of the relationships of each unit, so that they can be stated anew.
UNWIND $keys AS key
MATCH (n:Unit {key: key})-[old:OF]->()
DELETE old
