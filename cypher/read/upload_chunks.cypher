// name: upload_chunks
// access: read
// params: upload
// returns: id, source, state, outcomes, received_at, recorded_at, reason, replays
// What became of the chunks of one upload, in their order.
MATCH (r:Receipt {upload: $upload})
RETURN r.id AS id, r.source AS source, r.state AS state, r.outcomes AS outcomes, r.received_at AS received_at,
  r.recorded_at AS recorded_at, r.reason AS reason, coalesce(r.replays, []) AS replays
ORDER BY r.number
