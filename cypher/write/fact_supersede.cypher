// name: fact_supersede
// access: write
// params: keys
// returns: none
// Note that these facts were older than what was known when they came.
UNWIND $keys AS key
MATCH (f:Fact {key: key})
SET f.outcome = 'SUPERSEDED'
