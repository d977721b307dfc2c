// name: exceptions_in_queue
// access: read
// params: queue, after, limit
// returns: ids
// The ids of all open exceptions of one queue, in their order, after one of them.
MATCH (e:Exception {state: 'OPEN'})
WHERE e.queue = $queue AND e.id > $after
WITH e ORDER BY e.id LIMIT $limit
RETURN collect(e.id) AS ids
