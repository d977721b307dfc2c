// name: facts_current
// access: read
// params: subjects, contracts, as_of, known
// returns: key, source, event, contract, position, receipt, digest, order_key, occurred_at, occurred_text, recorded_at, voided_at, outcome, body
// For each subject the fact that states it for a pair of clocks: of what counted at `known`, the latest that
// had occurred by `as_of`; if none had, the latest of all, which the answer has to say.
UNWIND $subjects AS subject
CALL (subject) {
  MATCH (f:Fact {subject: subject})
  WHERE f.contract IN $contracts AND f.recorded_at <= $known AND f.voided_at > $known
  RETURN f ORDER BY f.occurred_at <= $as_of DESC, f.order_key DESC LIMIT 1
}
RETURN f.key AS key, f.source AS source, f.event AS event, f.contract AS contract, f.position AS position,
  f.receipt AS receipt, f.digest AS digest, f.order_key AS order_key, f.occurred_at AS occurred_at,
  f.occurred_text AS occurred_text, f.recorded_at AS recorded_at, f.voided_at AS voided_at, f.outcome AS outcome, f.body AS body
