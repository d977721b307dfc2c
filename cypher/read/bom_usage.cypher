// name: bom_usage
// access: read
// params: boms, as_of, known, limit
// returns: bom, defined, digest, windows, order_total, unit_total, orders, units
// For BOM revisions: where and when they apply, and the orders and units of their items with the revisions that they are on.
// Of each order and unit and revision the first event that says so, and the order key of the last. Bounded by `limit`,
// those on the asked revision first, then the latest. What a source dates after `as_of` is told apart, as ahead.
UNWIND $boms AS bom
MATCH (b:BomRevision {key: bom})-[:OF]->(i:Item)
RETURN bom,
  EXISTS {
    MATCH (f:Fact {subject: 'BomRevision:' + bom})
    WHERE f.recorded_at <= $known AND f.voided_at > $known
  } AS defined,
  CASE WHEN b.known_from <= $known THEN b.digest END AS digest,
  COLLECT {
    MATCH (i)-[w:HAS_REVISION]->(b)
    WHERE w.known_from <= $known AND w.known_to > $known
    RETURN {plants: w.plants, eff_from: w.eff_from, eff_to: w.eff_to} AS told
  } AS windows,
  COUNT { (i)<-[:MAKES]-(:Order) } AS order_total,
  COUNT { (i)<-[:OF]-(:Unit) } AS unit_total,
  COLLECT {
    MATCH (i)<-[:OF]-(x:BomRevision)<-[p:PINS]-(o:Order)
    WHERE p.known_from <= $known AND p.known_to > $known
    WITH o, x, p, p.occurred_at > $as_of AS ahead ORDER BY p.order_key
    WITH o, x, ahead, collect(p)[0] AS first, max(p.order_key) AS last
    ORDER BY x = b DESC, last DESC LIMIT $limit
    RETURN {event: first.event, source: first.source, occurred_at: first.occurred_at,
      recorded_at: first.known_from, order: first.order_key, bom: x.key, last: last, ahead: ahead,
      key: o.key, kind: o.kind, status: o.status, plant: o.plant, quantity: o.quantity, uom: o.uom,
      scheduled_start: o.scheduled_start, due: o.due, stated: o.known_from} AS told
  } AS orders,
  COLLECT {
    MATCH (i)<-[:OF]-(x:BomRevision)<-[p:BUILT_TO]-(u:Unit)
    WHERE p.known_from <= $known AND p.known_to > $known
    WITH u, x, p, p.occurred_at > $as_of AS ahead ORDER BY p.order_key
    WITH u, x, ahead, collect(p)[0] AS first, max(p.order_key) AS last
    ORDER BY x = b DESC, last DESC LIMIT $limit
    RETURN {event: first.event, source: first.source, occurred_at: first.occurred_at,
      recorded_at: first.known_from, order: first.order_key, bom: x.key, last: last, ahead: ahead,
      key: u.key, serial: u.serial, plant: u.plant, built_under: u.built_under, stated: u.known_from} AS told
  } AS units
