// name: release_step_declare
// access: write
// params: rows
// returns: none
// Declare steps: whether they are required, when they are due and which steps come first. All steps exist already.
UNWIND $rows AS r
MATCH (s:ReleaseStep {key: r.key})
SET s.declared = true, s.required = r.required, s.due = r.due
WITH s, r
UNWIND r.depends_on AS needed
MATCH (d:ReleaseStep {key: needed})
MERGE (s)-[:DEPENDS_ON]->(d)
