// name: receipt_payloads
// access: read
// params: ids
// returns: ids, payloads
// The compressed payloads of receipts.
MATCH (r:Receipt)
WHERE r.id IN $ids
RETURN collect(r.id) AS ids, collect(r.payload) AS payloads
