// name: receipts_unsettled
// access: read
// params: none
// returns: state, count, events, oldest
// How many receipts wait or were put aside, how many events they hold, and since when the oldest is there.
UNWIND ['RECEIVED', 'QUARANTINED'] AS state
CALL (state) {
  MATCH (r:Receipt {state: state})
  RETURN count(r) AS count, coalesce(sum(r.events), 0) AS events, min(r.received_at) AS oldest
}
RETURN state, count, events, oldest
