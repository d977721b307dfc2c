// name: receipt_quarantine
// access: write
// params: id, reason
// returns: none
// Put a receipt aside that could not be settled; a person has to look at it.
MATCH (r:Receipt {id: $id})
WHERE r.state = 'RECEIVED'
SET r.state = 'QUARANTINED', r.reason = $reason
