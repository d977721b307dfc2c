// name: exception_replaying
// access: write
// params: ids, receipt
// returns: ids
// Take open exceptions for the replay in a receipt; those that another worker has taken are left out.
// The ids are sorted, so that two workers take them in the same order.
UNWIND $ids AS id
MATCH (e:Exception {id: id})
SET e._lock = true
WITH e WHERE e.state = 'OPEN'
SET e.state = 'REPLAYING', e.replay = $receipt
RETURN collect(e.id) AS ids
