// name: receipt_create
// access: write
// params: receipt
// returns: received_at
// Commit a message as it came, before any work is done on it. The time is the database clock, epoch microseconds.
WITH datetime.realtime() AS t
WITH t.epochSeconds * 1000000 + t.microsecond AS now
CREATE (r:Receipt {id: $receipt.id, upload: $receipt.upload, number: $receipt.number, source: $receipt.source,
  channel: $receipt.channel, principal: $receipt.principal, media_type: $receipt.media_type,
  payload: $receipt.payload, payload_digest: $receipt.payload_digest, events: $receipt.events,
  outcomes: $receipt.outcomes, state: 'RECEIVED', received_at: now, tries: 0, replays: $receipt.replays})
RETURN now AS received_at
