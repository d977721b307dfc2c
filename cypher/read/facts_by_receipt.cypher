// name: facts_by_receipt
// access: read
// params: receipts
// returns: key, source, event, contract, position, receipt, digest, order_key, occurred_at, occurred_text, recorded_at, voided_at, outcome, body
// All facts that came with these receipts.
MATCH (f:Fact)
WHERE f.receipt IN $receipts
RETURN f.key AS key,
  f.source AS source,
  f.event AS event,
  f.contract AS contract,
  f.position AS position,
  f.receipt AS receipt,
  f.digest AS digest,
  f.order_key AS order_key,
  f.occurred_at AS occurred_at,
  f.occurred_text AS occurred_text,
  f.recorded_at AS recorded_at,
  f.voided_at AS voided_at,
  f.outcome AS outcome,
  f.body AS body
