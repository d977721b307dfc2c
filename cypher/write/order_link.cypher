// name: order_link
// access: write
// params: rows
// returns: none
// Tie orders to the item that they make, buy or sell.
UNWIND $rows AS r
MATCH (n:Order {key: r.key})
MATCH (i:Item {number: r.item})
MERGE (n)-[:MAKES]->(i)
