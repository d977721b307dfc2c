// name: system_loads
// access: read
// params: none
// returns: systems, waiting, quarantined, exceptions
// The systems, and how much of each waits for a worker or a person: counts by source, in lists of maps.
RETURN COLLECT { MATCH (s:System) RETURN s.code AS code ORDER BY code } AS systems,
  COLLECT {
    MATCH (r:Receipt {state: 'RECEIVED'})
    WITH r.source AS source, count(*) AS receipts, min(r.received_at) AS since
    RETURN {source: source, count: receipts, since: since} AS told
  } AS waiting,
  COLLECT {
    MATCH (r:Receipt {state: 'QUARANTINED'})
    WITH r.source AS source, count(*) AS receipts, min(r.received_at) AS since
    RETURN {source: source, count: receipts, since: since} AS told
  } AS quarantined,
  COLLECT {
    MATCH (e:Exception)
    WHERE e.state IN ['OPEN', 'REPLAYING'] AND e.raised_at > 0
    WITH e.source AS source, count(*) AS exceptions, min(e.raised_at) AS since
    RETURN {source: source, count: exceptions, since: since} AS told
  } AS exceptions
