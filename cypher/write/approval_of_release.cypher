// name: approval_of_release
// access: write
// params: rows
// returns: none
// Record decisions on releases. Each event makes its own node; nothing is ever overwritten.
UNWIND $rows AS r
MATCH (n:Release {number: r.release})
CREATE (a:Approval {key: r.key, role: r.role, signer: r.signer, decision: r.decision, meaning: r.meaning,
  signed_digest: r.signed_digest, order_key: r.order_key, occurred_at: r.occurred_at,
  known_from: r.known_from, known_to: r.known_to, source: r.source})-[:APPROVES]->(n)
