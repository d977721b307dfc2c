// name: facts_astray
// access: read
// params: none
// returns: keys
// A fact whose receipt does not exist, if there is one. Reads the whole log.
MATCH (f:Fact)
WHERE NOT EXISTS { MATCH (r:Receipt {id: f.receipt}) }
WITH f LIMIT 1
RETURN collect(f.key) AS keys
