// name: release_step_refer
// access: write
// params: rows
// returns: none
// Make a step of every target and kind that a release, a dispatch or an answer names; undeclared until its release declares it.
UNWIND $rows AS r
MATCH (n:Release {number: r.release})
MERGE (s:ReleaseStep {key: r.key})
ON CREATE SET s.release = r.release, s.system = r.system, s.kind = r.kind, s.declared = false, s.required = false
MERGE (n)-[:HAS_STEP]->(s)
