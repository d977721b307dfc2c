// name: receipt_reopen
// access: write
// params: ids
// returns: ids
// Let quarantined receipts be tried again.
UNWIND $ids AS id
MATCH (r:Receipt {id: id})
WHERE r.state = 'QUARANTINED'
SET r.state = 'RECEIVED', r.tries = 0, r.reason = null
RETURN collect(r.id) AS ids
