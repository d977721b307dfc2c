// name: releases_of_changes
// access: read
// params: changes, limit
// returns: changes, releases
// The releases under change orders, the latest first, at most `limit` for each; in two columns.
MATCH (c:ChangeOrder)
WHERE c.number IN $changes
WITH c, COLLECT {
  MATCH (c)<-[:UNDER]-(r:Release)
  WITH r ORDER BY coalesce(r.occurred_at, 0) DESC, r.number LIMIT $limit
  RETURN r.number AS number
} AS numbers
RETURN collect(c.number) AS changes, collect(numbers) AS releases
