// name: facts_in_full
// access: read
// params: keys
// returns: facts
// The facts with these keys, with everything that is stored of them.
MATCH (f:Fact)
WHERE f.key IN $keys
RETURN collect(properties(f)) AS facts
