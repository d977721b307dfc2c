// name: fact_void
// access: write
// params: rows
// returns: keys
// Let voided facts count no longer from the void on. A void answers facts, never another void.
// A fact that is not there yet is locked too, by a node that lives as long as the statement: whoever records it
// meanwhile waits, and then finds the void.
UNWIND $rows AS r
MERGE (f:Fact {key: r.key})
SET f._lock = true
WITH r, f, f.contract IS NULL AS absent
FOREACH (_ IN CASE WHEN absent THEN [1] ELSE [] END | DELETE f)
WITH r, f WHERE NOT absent AND NOT f.contract STARTS WITH 'log.event.voided.' AND f.voided_at > r.voided_at
SET f.voided_at = CASE WHEN f.recorded_at > r.voided_at THEN f.recorded_at ELSE r.voided_at END
RETURN collect(f.key) AS keys
