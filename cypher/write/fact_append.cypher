// name: fact_append
// access: write
// params: rows, receipt, recorded_at, open
// returns: digests, receipts
// Append facts to the log. An event that is there already is left alone; its digest and receipt tell what the new one is.
// Rows are sorted by key and hold each key once.
UNWIND $rows AS r
MERGE (f:Fact {key: r.key})
ON CREATE SET f.source = r.source, f.event = r.event, f.contract = r.contract, f.subject = r.subject,
  f.structure = r.structure, f.occurred_at = r.occurred_at, f.occurred_text = r.occurred_text,
  f.recorded_at = $recorded_at, f.voided_at = $open, f.digest = r.digest, f.receipt = $receipt,
  f.position = r.position, f.order_key = r.order_key, f.body = r.body, f.outcome = 'ACCEPTED'
RETURN collect(f.digest) AS digests, collect(f.receipt + '/' + toString(f.position)) AS receipts
