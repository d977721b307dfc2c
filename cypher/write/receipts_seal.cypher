// name: receipts_seal
// access: write
// params: rows
// returns: none
// Note from which sequence number on the entries of receipts are in the tree; their leaves are there now.
UNWIND $rows AS row
MATCH (r:Receipt {id: row.id})
SET r.state = 'SEALED', r.sealed_from = row.sealed_from, r.leaves = null
