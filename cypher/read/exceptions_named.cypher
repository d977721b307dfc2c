// name: exceptions_named
// access: read
// params: ids, known
// returns: exceptions
// Exceptions by their ids as they stood at a moment of the knowledge clock, in one list.
// One that was closed after that moment was open then.
MATCH (e:Exception)
WHERE e.id IN $ids AND e.raised_at <= $known
RETURN collect({id: e.id, receipt: e.receipt, position: e.position, source: e.source, event: e.event,
  outcome: e.outcome, queue: e.queue, problems: e.problems,
  state: CASE WHEN e.closed_at > $known THEN 'OPEN' ELSE e.state END, raised_at: e.raised_at,
  closed_at: CASE WHEN e.closed_at <= $known THEN e.closed_at END,
  waits_for: [(e)-[:WAITS_FOR]->(i:Identifier) | i.key]}) AS exceptions
