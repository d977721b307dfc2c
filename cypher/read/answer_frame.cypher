// name: answer_frame
// access: read
// params: known
// returns: now, rebuilding, watermarks
// What every answer says of itself: the database clock (epoch microseconds), since when the projection is being rebuilt,
// and how far each source had come by a moment of the knowledge clock, which is now when null.
// The latest 20 receipts tell: a source that sends its past late does not move its mark back.
WITH datetime.realtime() AS t
WITH t.epochSeconds * 1000000 + t.microsecond AS now
RETURN now,
  COLLECT { MATCH (m:Maintenance {name: 'rebuild'}) RETURN m.since AS since } AS rebuilding,
  COLLECT {
    MATCH (s:System)
    CALL (s, now) {
      MATCH (r:Receipt)
      WHERE r.source = s.code AND r.recorded_at <= coalesce($known, now)
      WITH r ORDER BY r.recorded_at DESC LIMIT 20
      RETURN max(r.occurred_at) AS occurred_at, max(r.recorded_at) AS recorded_at
    }
    WITH s.code AS source, occurred_at, recorded_at
    WHERE occurred_at IS NOT NULL
    RETURN {source: source, occurred_at: occurred_at, recorded_at: recorded_at} AS mark ORDER BY source
  } AS watermarks
