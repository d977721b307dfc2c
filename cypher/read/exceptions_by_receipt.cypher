// name: exceptions_by_receipt
// access: read
// params: receipts
// returns: id, receipt, position, source, event, outcome, queue, problems, state, raised_at, closed_at, waits_for
// The exceptions of receipts.
MATCH (e:Exception)
WHERE e.receipt IN $receipts
RETURN e.id AS id, e.receipt AS receipt, e.position AS position, e.source AS source, e.event AS event,
  e.outcome AS outcome, e.queue AS queue, e.problems AS problems, e.state AS state, e.raised_at AS raised_at,
  e.closed_at AS closed_at, [(e)-[:WAITS_FOR]->(i:Identifier) | i.key] AS waits_for
ORDER BY receipt, position
