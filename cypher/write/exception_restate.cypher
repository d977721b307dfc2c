// name: exception_restate
// access: write
// params: rows
// returns: none
// Note why the replay of an event was refused again; the exception stays where it was raised.
UNWIND $rows AS r
MATCH (e:Exception {id: r.id})
SET e.outcome = r.outcome, e.queue = r.queue, e.problems = r.problems, e.event = r.event
