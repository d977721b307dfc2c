// name: line_create
// access: write
// params: rows
// returns: none
// Lay lines: which component a revision uses, how much, where, when and since when known. What is usual (a quantity
// for each unit, no scrap, neither phantom nor consumable nor optional) is null in the rows and so not written.
UNWIND $rows AS r
MATCH (b:BomRevision {key: r.bom})
WITH r, b
MATCH (i:Item {number: r.item})
CREATE (b)-[:USES {line: r.line, find_number: r.find_number, designators: r.designators, quantity: r.quantity,
  uom: r.uom, quantity_kind: r.quantity_kind, scrap: r.scrap, phantom: r.phantom, consumable: r.consumable,
  optional: r.optional, view: r.view, plants: r.plants, eff_from: r.eff_from, eff_to: r.eff_to,
  known_from: r.known_from, known_to: r.known_to}]->(i)
