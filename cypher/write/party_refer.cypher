// name: party_refer
// access: write
// params: rows
// returns: none
// Make a placeholder of every party that is referred to and not yet known. Rows are sorted by key.
UNWIND $rows AS r
MERGE (n:Party {code: r.key})
ON CREATE SET n.placeholder = true, n.order_key = ''
