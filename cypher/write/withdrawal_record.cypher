// name: withdrawal_record
// access: write
// params: rows
// returns: none
// Record that releases were taken back.
UNWIND $rows AS r
MATCH (n:Release {number: r.release})
CREATE (w:Withdrawal {key: r.key, reason: r.reason, actor: r.actor, replaced_by: r.replaced_by,
  order_key: r.order_key, occurred_at: r.occurred_at,
  known_from: r.known_from, known_to: r.known_to, source: r.source})-[:WITHDRAWS]->(n)
