// name: upload_waiting
// access: read
// params: upload
// returns: waiting
// How many chunks of one upload nobody has settled or put aside yet.
MATCH (r:Receipt {upload: $upload, state: 'RECEIVED'})
RETURN count(r) AS waiting
