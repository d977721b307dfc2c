// name: facts_by_receipt
// access: read
// params: receipts
// returns: facts
// All facts that came with these receipts, with everything that is stored of them.
MATCH (f:Fact)
WHERE f.receipt IN $receipts
RETURN collect(properties(f)) AS facts
