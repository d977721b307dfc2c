// name: receipt_take
// access: write
// params: id
// returns: source, media_type, payload, outcomes, state, tries
// Count one more try on a receipt and read what is to be done.
MATCH (r:Receipt {id: $id})
SET r.tries = r.tries + 1
RETURN r.source AS source, r.media_type AS media_type, r.payload AS payload, r.outcomes AS outcomes, r.state AS state, r.tries AS tries
