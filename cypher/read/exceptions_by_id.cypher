// name: exceptions_by_id
// access: read
// params: ids
// returns: ids, receipts, positions, sources, states, replays
// Exceptions that are not resolved, where their events are, and the receipt of a replay that has taken them.
MATCH (e:Exception)
WHERE e.id IN $ids AND e.state <> 'RESOLVED'
WITH e ORDER BY e.raised_at, e.receipt, e.position
RETURN collect(e.id) AS ids, collect(e.receipt) AS receipts, collect(e.position) AS positions,
  collect(e.source) AS sources, collect(e.state) AS states, collect(coalesce(e.replay, '')) AS replays
