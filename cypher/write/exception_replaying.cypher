// name: exception_replaying
// access: write
// params: ids
// returns: ids
// Take open exceptions for a replay; those that another worker has taken are left out.
UNWIND $ids AS id
MATCH (e:Exception {id: id})
SET e._lock = true
WITH e WHERE e.state = 'OPEN'
SET e.state = 'REPLAYING'
RETURN collect(e.id) AS ids
