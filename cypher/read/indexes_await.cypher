// name: indexes_await
// access: read
// params: seconds
// returns: online
// Waits until every index serves, at most so many seconds; fails when one cannot be built.
CALL db.awaitIndexes($seconds)
RETURN true AS online
