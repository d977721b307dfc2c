// name: exception_problems
// access: read
// params: ids
// returns: ids, problems
// What was wrong with the events of exceptions.
MATCH (e:Exception)
WHERE e.id IN $ids
RETURN collect(e.id) AS ids, collect(e.problems) AS problems
