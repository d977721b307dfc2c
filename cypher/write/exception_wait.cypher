// name: exception_wait
// access: write
// params: rows
// returns: none
// Let exceptions wait for the local names that no mapping covers yet. The identifiers exist, as placeholders.
UNWIND $rows AS r
MATCH (e:Exception {id: r.id})
WITH r, e
MATCH (i:Identifier {key: r.identifier})
MERGE (e)-[:WAITS_FOR]->(i)
