// name: withdrawals_of_releases
// access: read
// params: releases, as_of, known
// returns: releases
// Of these releases those that had been taken back at a pair of clocks.
MATCH (r:Release)<-[:WITHDRAWS]-(w:Withdrawal)
WHERE r.number IN $releases AND w.occurred_at <= $as_of AND w.known_from <= $known AND w.known_to > $known
RETURN collect(DISTINCT r.number) AS releases
