// name: structure_delete
// access: write
// params: ids
// returns: none
// Take away windows, lines and substitutes that no longer hold as they were written.
UNWIND $ids AS id
MATCH ()-[r:HAS_REVISION|USES|MAY_USE]->()
WHERE elementId(r) = id
DELETE r
