// name: receipt_note
// access: write
// params: id, reason
// returns: none
// Note why a receipt could not be settled this time.
MATCH (r:Receipt {id: $id})
WHERE r.state = 'RECEIVED'
SET r.reason = $reason
