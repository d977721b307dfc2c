// name: maintenance_hold
// access: write
// params: run
// returns: stage, at, after, done
// Lock the mark of a rebuild for one step, if it is still this run that goes on.
MATCH (m:Maintenance {name: 'rebuild'})
SET m._lock = true
WITH m WHERE m.run = $run
RETURN m.stage AS stage, m.at AS at, m.after AS after, m.done AS done
