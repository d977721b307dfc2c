// name: releases_of_bom
// access: read
// params: bom
// returns: releases
// The releases that send out one BOM revision, the latest first.
MATCH (b:BomRevision {key: $bom})<-[:RELEASES]-(r:Release)
WITH r ORDER BY coalesce(r.occurred_at, 0) DESC, r.number
RETURN collect(r.number) AS releases
