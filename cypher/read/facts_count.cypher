// name: facts_count
// access: read
// params: none
// returns: facts
// How many entries the log has.
MATCH (f:Fact)
RETURN count(f) AS facts
