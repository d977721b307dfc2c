// name: receipts_by_upload
// access: read
// params: upload
// returns: id, upload, number, source, channel, principal, media_type, payload_digest, events, outcomes, state, received_at, recorded_at, tries, reason, sealed_from
// The chunks of one upload, in their order, without their payload.
MATCH (r:Receipt {upload: $upload})
RETURN r.id AS id, r.upload AS upload, r.number AS number, r.source AS source, r.channel AS channel,
  r.principal AS principal, r.media_type AS media_type, r.payload_digest AS payload_digest, r.events AS events,
  r.outcomes AS outcomes, r.state AS state, r.received_at AS received_at, r.recorded_at AS recorded_at,
  r.tries AS tries, r.reason AS reason, r.sealed_from AS sealed_from
ORDER BY r.number
