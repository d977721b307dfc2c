// name: uploads_page
// access: read
// params: source, state, known, received_at, id, limit
// returns: uploads
// The next messages, the latest first and of equals by id, as they stood at a moment of the knowledge clock, in one list;
// filters are null for any. Each is told by its first receipt, with the sums over all of its receipts: what was settled
// after that moment was waiting then. Outcomes are counted as they are now, replays since then included.
MATCH (r:Receipt)
WHERE r.received_at <= $received_at AND r.received_at <= $known AND r.number = 0
  AND (r.received_at < $received_at OR r.upload > $id)
  AND ($source IS NULL OR r.source = $source)
  AND ($state IS NULL OR EXISTS {
    MATCH (o:Receipt {upload: r.upload})
    WHERE CASE WHEN o.recorded_at > $known THEN 'RECEIVED' WHEN o.state = 'SEALED' THEN 'SETTLED' ELSE o.state END = $state
  })
WITH r ORDER BY r.received_at DESC, r.upload LIMIT $limit
CALL (r) {
  MATCH (c:Receipt {upload: r.upload})
  WITH c, CASE WHEN c.recorded_at <= $known THEN c.outcomes ELSE '' END AS letters
  RETURN count(c) AS receipts, sum(c.events) AS events, max(c.recorded_at) AS recorded_at,
    collect(DISTINCT CASE WHEN c.recorded_at > $known THEN 'RECEIVED' ELSE c.state END) AS states,
    collect(DISTINCT c.reason) AS reasons,
    sum(size(letters) - size(replace(letters, 'A', ''))) AS accepted,
    sum(size(letters) - size(replace(letters, 'D', ''))) AS duplicate,
    sum(size(letters) - size(replace(letters, 'S', ''))) AS superseded,
    sum(size(letters) - size(replace(letters, 'H', ''))) AS held,
    sum(size(letters) - size(replace(letters, 'C', ''))) AS conflict,
    sum(size(letters) - size(replace(letters, 'R', ''))) AS rejected
}
RETURN collect({upload: r.upload, source: r.source, channel: r.channel, principal: r.principal,
  received_at: r.received_at, recorded_at: CASE WHEN recorded_at <= $known THEN recorded_at END, receipts: receipts,
  events: events, states: states, reasons: reasons, accepted: accepted, duplicate: duplicate,
  superseded: superseded, held: held, conflict: conflict, rejected: rejected}) AS uploads
