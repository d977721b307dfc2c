// name: structure_delete
// access: write
// params: ids
// returns: none
// Take away windows and lines that no longer hold as they were written.
UNWIND $ids AS id
MATCH ()-[r:HAS_REVISION|USES]->()
WHERE elementId(r) = id
DELETE r
