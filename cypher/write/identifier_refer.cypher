// name: identifier_refer
// access: write
// params: rows
// returns: none
// Make a placeholder of every identifier that is referred to and not yet known. Rows are sorted by key.
UNWIND $rows AS r
MERGE (n:Identifier {key: r.key})
ON CREATE SET n.placeholder = true, n.order_key = '', n.system = r.system, n.kind = r.kind, n.value = r.value
