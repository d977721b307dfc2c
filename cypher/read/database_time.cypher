// name: database_time
// access: read
// params: none
// returns: now
// The database clock, epoch microseconds: the present moment of the knowledge clock.
WITH datetime.realtime() AS t
RETURN t.epochSeconds * 1000000 + t.microsecond AS now
