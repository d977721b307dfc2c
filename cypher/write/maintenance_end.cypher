// name: maintenance_end
// access: write
// params: run
// returns: none
// Take the mark of a rebuild away: whoever waited may record again.
MATCH (m:Maintenance {name: 'rebuild', run: $run})
DELETE m
