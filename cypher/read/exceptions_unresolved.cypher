// name: exceptions_unresolved
// access: read
// params: none
// returns: queue, count, oldest
// How many exceptions each queue holds that are not resolved, and since when the oldest is there.
MATCH (e:Exception)
WHERE e.state IN ['OPEN', 'REPLAYING']
RETURN e.queue AS queue, count(e) AS count, min(e.raised_at) AS oldest
ORDER BY queue
