// name: receipt_reopen
// access: write
// params: ids
// returns: ids
// Let quarantined receipts be tried again, from the first try on.
UNWIND $ids AS id
MATCH (r:Receipt {id: id})
SET r._lock = true
WITH r WHERE r.state = 'QUARANTINED'
SET r.state = 'RECEIVED', r.tries = 0, r.reason = null, r.taken_at = null
RETURN collect(r.id) AS ids
