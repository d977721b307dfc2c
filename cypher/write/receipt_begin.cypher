// name: receipt_begin
// access: write
// params: id
// returns: state, outcomes, leaves, occurred_at, replays, now, maintenance
// Lock a receipt for the transaction that settles it, and read the database clock (epoch microseconds) after the lock.
// Whoever waited for the lock sees the outcomes that the other one wrote, so nothing is done twice.
MATCH (r:Receipt {id: $id})
SET r._lock = true
WITH r, datetime.realtime() AS t
OPTIONAL MATCH (m:Maintenance {name: 'rebuild'})
RETURN r.state AS state, r.outcomes AS outcomes, r.leaves AS leaves, r.occurred_at AS occurred_at,
  coalesce(r.replays, []) AS replays, t.epochSeconds * 1000000 + t.microsecond AS now, m.reason AS maintenance
