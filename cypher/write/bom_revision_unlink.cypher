// name: bom_revision_unlink
// access: write
// params: keys
// returns: none
// Take away what was said before of the relationships of each bom revision, so that they can be stated anew.
UNWIND $keys AS key
MATCH (n:BomRevision {key: key})-[old:SUPERSEDES|DERIVED_FROM]->()
DELETE old
