// name: exceptions_list
// access: read
// params: queue, source, state, known, raised_at, id, limit
// returns: exceptions
// The next exceptions, the latest first and of equals by id, in one list, as they stood at a moment of the knowledge clock;
// filters are null for any. One that was closed after that moment was open then.
MATCH (e:Exception)
WHERE e.raised_at <= $raised_at AND e.raised_at <= $known AND (e.raised_at < $raised_at OR e.id > $id)
  AND ($queue IS NULL OR e.queue = $queue) AND ($source IS NULL OR e.source = $source)
WITH e, CASE WHEN e.closed_at > $known THEN 'OPEN' ELSE e.state END AS state
WHERE $state IS NULL OR state = $state
WITH e, state ORDER BY e.raised_at DESC, e.id LIMIT $limit
RETURN collect({id: e.id, receipt: e.receipt, position: e.position, source: e.source, event: e.event,
  outcome: e.outcome, queue: e.queue, problems: e.problems, state: state, raised_at: e.raised_at,
  closed_at: CASE WHEN e.closed_at <= $known THEN e.closed_at END,
  waits_for: [(e)-[:WAITS_FOR]->(i:Identifier) | i.key]}) AS exceptions
