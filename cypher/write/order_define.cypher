// name: order_define
// access: write
// params: rows
// returns: previous
// State each order as a whole, unless what is known is newer; `force` states it in any case (after a void).
// The lock write comes before the reading, so that two workers cannot both believe to be the newer one.
// Returns the order key known before, one per row, '' for none.
UNWIND $rows AS r
MERGE (n:Order {key: r.key})
SET n._lock = true
WITH r, n, coalesce(n.order_key, '') AS previous
FOREACH (_ IN CASE WHEN r.force OR previous < r.order_key THEN [1] ELSE [] END |
  SET n.placeholder = r.placeholder, n.order_key = r.order_key, n.occurred_at = r.occurred_at,
    n.known_from = r.known_from, n.source = r.source,
    n.number = r.number,
    n.system = r.system,
    n.kind = r.kind,
    n.status = r.status,
    n.plant = r.plant,
    n.party = r.party,
    n.quantity = r.quantity,
    n.uom = r.uom,
    n.scheduled_start = r.scheduled_start,
    n.due = r.due,
    n.revision = r.revision,
    n.view = r.view
)
RETURN collect(previous) AS previous
