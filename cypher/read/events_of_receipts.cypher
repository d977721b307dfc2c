// name: events_of_receipts
// access: read
// params: receipts
// returns: receipts, positions, events
// The source's ids of the events that came into the log with these receipts, in columns.
MATCH (f:Fact)
WHERE f.receipt IN $receipts
RETURN collect(f.receipt) AS receipts, collect(f.position) AS positions, collect(f.event) AS events
