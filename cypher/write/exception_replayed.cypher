// name: exception_replayed
// access: write
// params: rows, now
// returns: none
// Close exceptions whose event came through on a replay, and note the new outcome on the receipt that it came with.
// Rows are sorted by id. Each receipt is locked before it is read, since a worker may be settling other events of it.
UNWIND $rows AS r
MATCH (e:Exception {id: r.id})
SET e.state = CASE WHEN r.letter IN ['A', 'S', 'D'] THEN 'RESOLVED' ELSE 'OPEN' END,
  e.closed_at = CASE WHEN r.letter IN ['A', 'S', 'D'] THEN $now END
WITH e.receipt AS receipt, collect({position: e.position, letter: r.letter}) AS changes
MATCH (c:Receipt {id: receipt})
SET c._lock = true
WITH c, changes
SET c.outcomes = reduce(text = c.outcomes, change IN changes |
  left(text, change.position) + change.letter + substring(text, change.position + 1))
