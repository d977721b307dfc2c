// name: releases_of_change
// access: read
// params: change
// returns: releases
// The releases under one change order, the latest first.
MATCH (c:ChangeOrder {number: $change})<-[:UNDER]-(r:Release)
WITH r ORDER BY coalesce(r.occurred_at, 0) DESC, r.number
RETURN collect(r.number) AS releases
