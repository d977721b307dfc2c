// name: nouns_refer
// access: write
// params: systems, plants, parties, items, identifiers, revisions, changes, releases, orders, units, steps
// returns: none
// Make a placeholder of every noun that is referred to and not known, tie BOM revisions to their items, and make a step
// of every target and kind that a release, a dispatch or an answer names, undeclared until its release declares it.
// One statement, since most messages name something of almost every label. Keys and rows are sorted.
CALL () {
  UNWIND $systems AS key
  MERGE (n:System {code: key}) ON CREATE SET n.placeholder = true, n.order_key = ''
}
CALL () {
  UNWIND $plants AS key
  MERGE (n:Plant {code: key}) ON CREATE SET n.placeholder = true, n.order_key = ''
}
CALL () {
  UNWIND $parties AS key
  MERGE (n:Party {code: key}) ON CREATE SET n.placeholder = true, n.order_key = ''
}
CALL () {
  UNWIND $items AS key
  MERGE (n:Item {number: key}) ON CREATE SET n.placeholder = true, n.order_key = ''
}
CALL () {
  UNWIND $identifiers AS r
  MERGE (n:Identifier {key: r.key})
  ON CREATE SET n.placeholder = true, n.order_key = '', n.system = r.system, n.kind = r.kind, n.value = r.value
}
CALL () {
  UNWIND $revisions AS r
  MERGE (n:BomRevision {key: r.key})
  ON CREATE SET n.placeholder = true, n.order_key = '',
    n.item = r.item, n.revision = r.revision, n.view = r.view, n.plant = r.plant
  WITH n, r
  MATCH (i:Item {number: r.item})
  MERGE (n)-[:OF]->(i)
}
CALL () {
  UNWIND $changes AS key
  MERGE (n:ChangeOrder {number: key}) ON CREATE SET n.placeholder = true, n.order_key = ''
}
CALL () {
  UNWIND $releases AS key
  MERGE (n:Release {number: key}) ON CREATE SET n.placeholder = true, n.order_key = ''
}
CALL () {
  UNWIND $orders AS key
  MERGE (n:Order {key: key}) ON CREATE SET n.placeholder = true, n.order_key = ''
}
CALL () {
  UNWIND $units AS key
  MERGE (n:Unit {key: key}) ON CREATE SET n.placeholder = true, n.order_key = ''
}
UNWIND $steps AS r
MATCH (n:Release {number: r.release})
MERGE (s:ReleaseStep {key: r.key})
ON CREATE SET s.release = n.number, s.system = r.system, s.kind = r.kind, s.declared = false, s.required = false
MERGE (n)-[:HAS_STEP]->(s)
