// name: receipt_payloads
// access: read
// params: ids
// returns: ids, media_types, payloads
// The compressed payloads of receipts.
MATCH (r:Receipt)
WHERE r.id IN $ids
RETURN collect(r.id) AS ids, collect(r.media_type) AS media_types, collect(r.payload) AS payloads
