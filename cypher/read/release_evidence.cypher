// name: release_evidence
// access: read
// params: releases, known
// returns: number, dispatches, acknowledgments, withdrawals, approvals
// What was sent, answered, taken back and decided on releases, as far as it counted at a moment of the knowledge clock.
// One row a release, each with lists of maps; a release that is not known has no row.
UNWIND $releases AS number
MATCH (r:Release {number: number})
RETURN number,
  COLLECT {
    MATCH (r)-[:HAS_STEP]->(s:ReleaseStep)<-[:SENDS]-(d:Dispatch)
    WHERE d.known_from <= $known AND d.known_to > $known
    RETURN {event: d.key, source: d.source, occurred_at: d.occurred_at,
      recorded_at: d.known_from, order: d.order_key, step: s.key, system: s.system, kind: s.kind,
      generation: d.generation, revision: d.revision, digest: d.digest, message: d.message} AS told
  } AS dispatches,
  COLLECT {
    MATCH (r)-[:HAS_STEP]->(s:ReleaseStep)<-[:ANSWERS]-(a:Acknowledgment)
    WHERE a.known_from <= $known AND a.known_to > $known
    RETURN {event: a.key, source: a.source, occurred_at: a.occurred_at,
      recorded_at: a.known_from, order: a.order_key, step: s.key, system: s.system, step_kind: s.kind,
      generation: a.generation, kind: a.kind, status: a.status, revision: a.revision, digest: a.digest,
      text: a.text, actor: a.actor} AS told
  } AS acknowledgments,
  COLLECT {
    MATCH (r)<-[:WITHDRAWS]-(w:Withdrawal)
    WHERE w.known_from <= $known AND w.known_to > $known
    RETURN {event: w.key, source: w.source, occurred_at: w.occurred_at,
      recorded_at: w.known_from, order: w.order_key, reason: w.reason, actor: w.actor, replaced_by: w.replaced_by} AS told
  } AS withdrawals,
  COLLECT {
    MATCH (r)<-[:APPROVES]-(p:Approval)
    WHERE p.known_from <= $known AND p.known_to > $known
    RETURN {event: p.key, source: p.source, occurred_at: p.occurred_at,
      recorded_at: p.known_from, order: p.order_key, role: p.role, signer: p.signer, decision: p.decision,
      meaning: p.meaning, signed_digest: p.signed_digest} AS told
  } AS approvals
