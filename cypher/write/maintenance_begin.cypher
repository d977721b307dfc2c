// name: maintenance_begin
// access: write
// params: run, reason
// returns: stage, before
// Mark that the projection is being rebuilt, so that whoever records waits, and tell how far an earlier run came.
// The run that began last goes on; one before it finds that it is no longer the one.
WITH datetime.realtime() AS t
MERGE (m:Maintenance {name: 'rebuild'})
ON CREATE SET m.since = t.epochSeconds * 1000000 + t.microsecond, m.reason = $reason
SET m.run = $run
RETURN m.stage AS stage, m.before AS before
