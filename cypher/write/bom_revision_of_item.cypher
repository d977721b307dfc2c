// name: bom_revision_of_item
// access: write
// params: rows
// returns: none
// Tie each BOM revision to its item; both exist already.
UNWIND $rows AS r
MATCH (n:BomRevision {key: r.key})
MATCH (i:Item {number: r.item})
MERGE (n)-[:OF]->(i)
