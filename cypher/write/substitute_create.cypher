// name: substitute_create
// access: write
// params: rows
// returns: none
// Lay substitutes: which item may stand in for a component of a revision, how much of it, where, when and since when
// known; `set_name` is null for one that replaces the component by itself.
UNWIND $rows AS r
MATCH (b:BomRevision {key: r.bom})
WITH r, b
MATCH (i:Item {number: r.item})
CREATE (b)-[:MAY_USE {line: r.line, component: r.component, quantity: r.quantity, uom: r.uom, priority: r.priority,
  set_name: r.set_name, kind: r.kind, view: r.view, plants: r.plants, eff_from: r.eff_from, eff_to: r.eff_to,
  known_from: r.known_from, known_to: r.known_to}]->(i)
