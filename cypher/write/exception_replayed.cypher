// name: exception_replayed
// access: write
// params: rows, now
// returns: none
// Close exceptions whose event came through on a replay, and note the new outcome on the receipt that it came with.
UNWIND $rows AS r
MATCH (e:Exception {id: r.id})
SET e.state = CASE WHEN r.letter IN ['A', 'S', 'D'] THEN 'RESOLVED' ELSE 'OPEN' END,
  e.closed_at = CASE WHEN r.letter IN ['A', 'S', 'D'] THEN $now END
WITH e, r
MATCH (c:Receipt {id: e.receipt})
SET c.outcomes = left(c.outcomes, e.position) + r.letter + substring(c.outcomes, e.position + 1)
