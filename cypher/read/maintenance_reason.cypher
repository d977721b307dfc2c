// name: maintenance_reason
// access: read
// params: none
// returns: reason, since
// Why answers may be incomplete for now, if the projection is being rebuilt.
MATCH (m:Maintenance {name: 'rebuild'})
RETURN m.reason AS reason, m.since AS since
