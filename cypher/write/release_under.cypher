// name: release_under
// access: write
// params: rows
// returns: none
// Tie releases to the change order behind them. Both exist, and are not tied.
UNWIND $rows AS r
MATCH (n:Release {number: r.key})
WITH n, r
MATCH (c:ChangeOrder {number: r.change})
CREATE (n)-[:UNDER]->(c)
