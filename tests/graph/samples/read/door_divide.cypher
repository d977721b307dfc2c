// name: door_divide
// access: read
// params: divisor
// returns: quotient
// Fails when the divisor is 0.
RETURN 1 / $divisor AS quotient
