// name: door_slow
// access: read
// params: rounds
// returns: count
// Keeps the server busy, about a second for 20000 rounds.
UNWIND range(1, $rounds) AS a
UNWIND range(1, 1000) AS b
WITH a + b AS sum
WHERE sum % 7 = 3
RETURN count(sum) AS count
