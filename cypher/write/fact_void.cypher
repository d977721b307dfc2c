// name: fact_void
// access: write
// params: rows
// returns: keys
// Let voided facts count no longer from the void on. A void answers facts, never another void.
UNWIND $rows AS r
MATCH (f:Fact {key: r.key})
WHERE NOT f.contract STARTS WITH 'log.event.voided.' AND f.voided_at > r.voided_at
SET f.voided_at = CASE WHEN f.recorded_at > r.voided_at THEN f.recorded_at ELSE r.voided_at END
RETURN collect(f.key) AS keys
