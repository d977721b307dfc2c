// name: change_evidence
// access: read
// params: changes, known
// returns: number, approvals
// Decisions on change orders, as far as they counted at a moment of the knowledge clock.
UNWIND $changes AS number
MATCH (c:ChangeOrder {number: number})
RETURN number,
  COLLECT {
    MATCH (c)<-[:APPROVES]-(p:Approval)
    WHERE p.known_from <= $known AND p.known_to > $known
    RETURN {event: p.key, source: p.source, occurred_at: p.occurred_at,
      recorded_at: p.known_from, order: p.order_key, role: p.role, signer: p.signer, decision: p.decision,
      meaning: p.meaning, signed_digest: p.signed_digest} AS told
  } AS approvals
