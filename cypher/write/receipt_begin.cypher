// name: receipt_begin
// access: write
// params: id
// returns: state, outcomes, leaves, occurred_at, now, maintenance, upload, number, source, channel, principal, media_type, payload_digest, events, received_at, replays
// Lock a receipt for the transaction that settles it, and read the database clock (epoch microseconds) after the lock.
// Whoever waited for the lock sees the outcomes that the other one wrote, so nothing is done twice. Of one receipt the
// clock never goes back: the order in which its parts were recorded is the order of their times.
// The mark of a rebuild is looked for by its label: a seek for a key that is not there locks that key, for everybody.
MATCH (r:Receipt {id: $id})
SET r._lock = true
WITH r, datetime.realtime() AS t
WITH r, t.epochSeconds * 1000000 + t.microsecond AS clock
WITH r, CASE WHEN clock <= r.recorded_at THEN r.recorded_at + 1 ELSE clock END AS now
OPTIONAL MATCH (m:Maintenance)
RETURN r.state AS state, r.outcomes AS outcomes, r.leaves AS leaves, r.occurred_at AS occurred_at, now,
  m.reason AS maintenance, r.upload AS upload, r.number AS number, r.source AS source, r.channel AS channel,
  r.principal AS principal, r.media_type AS media_type, r.payload_digest AS payload_digest, r.events AS events,
  r.received_at AS received_at, r.replays AS replays
