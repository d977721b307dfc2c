// name: receipt_parts
// access: read
// params: upload, known
// returns: id, source, channel, principal, state, events, outcomes, received_at, recorded_at, reason, replays, closed_since
// The receipts of one message that had come by a moment of the knowledge clock, in their order, without their payload.
// With the events that were closed after that moment: place and outcome that they had before.
MATCH (r:Receipt {upload: $upload})
WHERE r.received_at <= $known
RETURN r.id AS id, r.source AS source, r.channel AS channel, r.principal AS principal, r.state AS state,
  r.events AS events, r.outcomes AS outcomes, r.received_at AS received_at, r.recorded_at AS recorded_at,
  r.reason AS reason, coalesce(r.replays, []) AS replays,
  COLLECT {
    MATCH (e:Exception)
    WHERE e.receipt = r.id AND e.raised_at <= $known AND e.closed_at > $known
    RETURN {position: e.position, outcome: e.outcome} AS closed
  } AS closed_since
ORDER BY r.number
