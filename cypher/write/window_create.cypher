// name: window_create
// access: write
// params: rows
// returns: none
// Lay windows: where, when and since when known a revision applies to its item.
UNWIND $rows AS r
MATCH (i:Item {number: r.of})
WITH r, i
MATCH (b:BomRevision {key: r.bom})
CREATE (i)-[:HAS_REVISION {view: r.view, plants: r.plants, eff_from: r.eff_from, eff_to: r.eff_to,
  known_from: r.known_from, known_to: r.known_to}]->(b)
