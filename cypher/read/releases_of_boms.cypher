// name: releases_of_boms
// access: read
// params: boms, limit
// returns: boms, releases
// The releases that send out BOM revisions, the latest first, at most `limit` for each; in two columns.
MATCH (b:BomRevision)
WHERE b.key IN $boms
WITH b, COLLECT {
  MATCH (b)<-[:RELEASES]-(r:Release)
  WITH r ORDER BY coalesce(r.occurred_at, 0) DESC, r.number LIMIT $limit
  RETURN r.number AS number
} AS numbers
RETURN collect(b.key) AS boms, collect(numbers) AS releases
