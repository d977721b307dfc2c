// name: identifier_unlink
// access: write
// params: keys
// returns: none
// Take away what was said before of the relationships of each identifier, so that they can be stated anew.
UNWIND $keys AS key
MATCH (n:Identifier {key: key})-[old:IDENTIFIES]->()
DELETE old
