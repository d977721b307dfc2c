// name: exception_open
// access: write
// params: rows, now
// returns: none
// Open an exception for every event that a person or a mapping has to look after.
UNWIND $rows AS r
MERGE (e:Exception {id: r.id})
SET e.receipt = r.receipt, e.position = r.position, e.source = r.source, e.event = r.event, e.outcome = r.outcome,
  e.queue = r.queue, e.problems = r.problems, e.state = 'OPEN', e.raised_at = coalesce(e.raised_at, $now)
