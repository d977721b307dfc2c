// name: exceptions_by_id
// access: read
// params: ids
// returns: ids, receipts, positions, sources
// Open exceptions with these ids, and where their events are.
MATCH (e:Exception)
WHERE e.id IN $ids AND e.state = 'OPEN'
RETURN collect(e.id) AS ids, collect(e.receipt) AS receipts, collect(e.position) AS positions,
  collect(e.source) AS sources
