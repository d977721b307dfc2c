// name: receipt_take
// access: write
// params: id, idle
// returns: taken, source, media_type, payload, outcomes, state, tries, reason, maintenance
// Take a receipt up: count one more try and read what is to be done, if something is to be done, nobody has taken it
// up for `idle` microseconds, and the projection is not being rebuilt. The mark of a rebuild is looked for by its label:
// a seek for a key that is not there locks that key, for everybody.
MATCH (r:Receipt {id: $id})
SET r._lock = true
WITH r, datetime.realtime() AS t
OPTIONAL MATCH (m:Maintenance)
WITH r, m, t.epochSeconds * 1000000 + t.microsecond AS now
WITH r, m, now, r.state = 'RECEIVED' AND m IS NULL AND coalesce(r.taken_at, 0) <= now - $idle AS taken
FOREACH (_ IN CASE WHEN taken THEN [1] ELSE [] END | SET r.tries = r.tries + 1, r.taken_at = now)
RETURN taken, r.source AS source, r.media_type AS media_type, CASE WHEN taken THEN r.payload END AS payload,
  r.outcomes AS outcomes, r.state AS state, r.tries AS tries, r.reason AS reason, m.reason AS maintenance
