// name: maintenance_advance
// access: write
// params: stage, at, after, done
// returns: none
// Note how far a rebuild has come.
MATCH (m:Maintenance {name: 'rebuild'})
SET m.stage = $stage, m.at = $at, m.after = $after, m.done = $done
