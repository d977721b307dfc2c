// name: order_link
// access: write
// params: rows
// returns: none
// Tie orders to the item that they make, buy or sell. Both exist, and are not tied.
UNWIND $rows AS r
MATCH (n:Order {key: r.key})
WITH n, r
MATCH (i:Item {number: r.item})
CREATE (n)-[:MAKES]->(i)
