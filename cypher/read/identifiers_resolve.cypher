// name: identifiers_resolve
// access: read
// params: keys
// returns: keys, canonical
// What local names stand for; those without a mapping are left out.
MATCH (i:Identifier)
WHERE i.key IN $keys AND NOT i.placeholder
RETURN collect(i.key) AS keys, collect(i.canonical) AS canonical
