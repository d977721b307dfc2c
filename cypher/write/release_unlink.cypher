// name: release_unlink
// access: write
// params: keys
// returns: none
// Take away what the releases said before of change, revision and steps, so that they can be stated anew.
// A step itself stays: what was sent or answered under its key stays on it.
UNWIND $keys AS key
MATCH (n:Release {number: key})
OPTIONAL MATCH (n)-[old:UNDER|RELEASES]->()
DELETE old
WITH DISTINCT n
OPTIONAL MATCH (n)-[:HAS_STEP]->(s:ReleaseStep)
SET s.declared = false, s.required = false, s.due = null
WITH DISTINCT s
OPTIONAL MATCH (s)-[d:DEPENDS_ON]->()
DELETE d
