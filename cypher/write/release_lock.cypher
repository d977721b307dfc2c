// name: release_lock
// access: write
// params: releases
// returns: none
// Lock releases before what was said of them is read: a release and its withdrawal may be recorded at the same time.
UNWIND $releases AS number
MATCH (n:Release {number: number})
SET n._lock = true
