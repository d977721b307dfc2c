// name: releases_page
// access: read
// params: system, occurred_at, number, beginning, limit
// returns: numbers, occurred_at
// The next releases, the latest first and of equals by number, beginning with the given one; `system` is null for any
// target. Releases that nothing states have no time: they come last, as if from the `beginning` of time.
CALL () {
  MATCH (r:Release)
  WHERE r.occurred_at <= $occurred_at AND (r.occurred_at < $occurred_at OR r.number >= $number)
    AND ($system IS NULL OR EXISTS { (r)-[:HAS_STEP]->(:ReleaseStep {system: $system}) })
  RETURN r.number AS number, r.occurred_at AS at ORDER BY at DESC, number LIMIT $limit
  UNION ALL
  MATCH (r:Release {placeholder: true})
  WHERE ($occurred_at > $beginning OR r.number >= $number)
    AND ($system IS NULL OR EXISTS { (r)-[:HAS_STEP]->(:ReleaseStep {system: $system}) })
  RETURN r.number AS number, $beginning AS at ORDER BY number LIMIT $limit
}
WITH number, at ORDER BY at DESC, number LIMIT $limit
RETURN collect(number) AS numbers, collect(at) AS occurred_at
