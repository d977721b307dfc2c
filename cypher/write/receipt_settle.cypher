// name: receipt_settle
// access: write
// params: id, outcomes, state, recorded_at, occurred_at, leaves
// returns: none
// Note the outcome of every event so far, one letter each, and the leaves for the log tree (32 bytes each, in log order).
MATCH (r:Receipt {id: $id})
SET r.outcomes = $outcomes, r.state = $state, r.recorded_at = $recorded_at, r.occurred_at = $occurred_at,
  r.leaves = $leaves, r.reason = null
