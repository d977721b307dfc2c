// name: receipt_create
// access: write
// params: rows
// returns: none
// Commit messages as they came, before any work is done on them. The time is the database clock, epoch microseconds.
// A receipt that is there already is left alone: whoever does not know whether a commit came through may repeat it.
WITH datetime.realtime() AS t
WITH t.epochSeconds * 1000000 + t.microsecond AS now
UNWIND $rows AS row
MERGE (r:Receipt {id: row.id})
ON CREATE SET r.upload = row.upload, r.number = row.number, r.source = row.source, r.channel = row.channel,
  r.principal = row.principal, r.media_type = row.media_type, r.payload = row.payload,
  r.payload_digest = row.payload_digest, r.events = row.events, r.outcomes = row.outcomes, r.state = 'RECEIVED',
  r.received_at = now, r.tries = 0, r.replays = row.replays
