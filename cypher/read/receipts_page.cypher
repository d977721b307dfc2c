// name: receipts_page
// access: read
// params: source, state, before, limit
// returns: id, upload, number, source, channel, principal, media_type, payload_digest, events, outcomes, state, received_at, recorded_at, tries, reason, sealed_from
// Receipts, the latest first, without their payload; null means any. `before` is the received time to go on from.
MATCH (r:Receipt)
WHERE r.received_at < $before AND ($source IS NULL OR r.source = $source) AND ($state IS NULL OR r.state = $state)
WITH r ORDER BY r.received_at DESC, r.id LIMIT $limit
RETURN r.id AS id, r.upload AS upload, r.number AS number, r.source AS source, r.channel AS channel,
  r.principal AS principal, r.media_type AS media_type, r.payload_digest AS payload_digest, r.events AS events,
  r.outcomes AS outcomes, r.state AS state, r.received_at AS received_at, r.recorded_at AS recorded_at,
  r.tries AS tries, r.reason AS reason, r.sealed_from AS sealed_from
