// name: bom_revision_refer
// access: write
// params: rows
// returns: none
// Make a placeholder of every bom revision that is referred to and not yet known. Rows are sorted by key.
UNWIND $rows AS r
MERGE (n:BomRevision {key: r.key})
ON CREATE SET n.placeholder = true, n.order_key = '', n.item = r.item, n.revision = r.revision, n.view = r.view, n.plant = r.plant
