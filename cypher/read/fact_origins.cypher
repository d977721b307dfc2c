// name: fact_origins
// access: read
// params: keys
// returns: keys, digests, receipts, recorded
// Which receipts brought events into the log, when that was (epoch microseconds), and the digest of each event.
MATCH (f:Fact)
WHERE f.key IN $keys
RETURN collect(f.key) AS keys, collect(f.digest) AS digests, collect(f.receipt) AS receipts,
  collect(f.recorded_at) AS recorded
