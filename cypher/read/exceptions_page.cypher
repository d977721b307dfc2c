// name: exceptions_page
// access: read
// params: queue, source, state, before, limit
// returns: id, receipt, position, source, event, outcome, queue, problems, state, raised_at, closed_at, waits_for
// Exceptions, the latest first; null means any. `before` is the time to go on from.
MATCH (e:Exception)
WHERE e.raised_at < $before AND ($queue IS NULL OR e.queue = $queue) AND ($source IS NULL OR e.source = $source)
  AND ($state IS NULL OR e.state = $state)
WITH e ORDER BY e.raised_at DESC, e.id LIMIT $limit
RETURN e.id AS id, e.receipt AS receipt, e.position AS position, e.source AS source, e.event AS event,
  e.outcome AS outcome, e.queue AS queue, e.problems AS problems, e.state AS state, e.raised_at AS raised_at,
  e.closed_at AS closed_at, [(e)-[:WAITS_FOR]->(i:Identifier) | i.key] AS waits_for
