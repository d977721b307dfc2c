// name: maintenance_measure
// access: write
// params: run, before
// returns: none
// Keep the digest of the projection as it was before the rebuild.
MATCH (m:Maintenance {name: 'rebuild', run: $run})
SET m.before = $before
