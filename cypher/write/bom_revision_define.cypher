// name: bom_revision_define
// access: write
// params: rows
// returns: previous
// State each bom revision as a whole, unless what is known is newer; `force` states it in any case (after a void).
// The lock write comes before the reading, so that two workers cannot both believe to be the newer one.
// Returns the order key known before, one per row, '' for none.
UNWIND $rows AS r
MERGE (n:BomRevision {key: r.key})
SET n._lock = true
WITH r, n, coalesce(n.order_key, '') AS previous
FOREACH (_ IN CASE WHEN r.force OR previous < r.order_key THEN [1] ELSE [] END |
  SET n.placeholder = r.placeholder, n.order_key = r.order_key, n.occurred_at = r.occurred_at,
    n.known_from = r.known_from, n.source = r.source,
    n.item = r.item, n.revision = r.revision, n.view = r.view, n.plant = r.plant,
    n.state = r.state,
    n.digest = r.digest,
    n.description = r.description,
    n.change = r.change,
    n.plants = r.plants,
    n.eff_from = r.eff_from,
    n.eff_to = r.eff_to
)
RETURN collect(previous) AS previous
