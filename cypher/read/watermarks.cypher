// name: watermarks
// access: read
// params: known
// returns: source, occurred_at, recorded_at
// How far each registered source has come by a moment of the knowledge clock.
// The latest 20 receipts tell: a source that sends its past late does not move its mark back.
MATCH (s:System)
CALL (s) {
  MATCH (r:Receipt)
  WHERE r.source = s.code AND r.recorded_at <= $known
  WITH r ORDER BY r.recorded_at DESC LIMIT 20
  RETURN max(r.occurred_at) AS occurred_at, max(r.recorded_at) AS recorded_at
}
RETURN s.code AS source, occurred_at, recorded_at
ORDER BY source
