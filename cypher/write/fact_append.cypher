// name: fact_append
// access: write
// params: rows, receipt, recorded_at, open
// returns: known, voids
// Append facts to the log. An event that is there already is left alone and told with its digest; of all of them is told
// when the voids that name them were recorded. Rows are sorted by key and hold each key once.
UNWIND $rows AS r
MERGE (f:Fact {key: r.key})
ON CREATE SET f.source = r.source, f.event = r.event, f.contract = r.contract, f.subject = r.subject,
  f.structure = r.structure, f.occurred_at = r.occurred_at, f.occurred_text = r.occurred_text,
  f.recorded_at = $recorded_at, f.voided_at = $open, f.digest = r.digest, f.receipt = $receipt,
  f.position = r.position, f.order_key = r.order_key, f.body = r.body, f.outcome = 'ACCEPTED'
WITH collect(CASE WHEN f.receipt <> $receipt OR f.position <> r.position THEN [f.key, f.digest] END) AS known
RETURN known, COLLECT {
  MATCH (v:Fact)
  WHERE v.subject IN [r IN $rows | 'Fact:' + r.key]
  RETURN [v.subject, v.recorded_at] AS told
} AS voids
