// name: door_echo
// access: read
// params: value
// returns: value
// Gives back what it was sent.
RETURN $value AS value
