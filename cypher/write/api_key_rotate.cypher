// name: api_key_rotate
// access: write
// params: id, hash, grace
// returns: until
// Give an API key a new secret. The old one stays valid for `grace` microseconds; one that was still valid from an
// earlier rotation is not any more. Returns the end of that time, epoch microseconds.
MATCH (k:ApiKey {id: $id})
WHERE k.revoked_at IS NULL
WITH k, datetime.realtime() AS t
WITH k, t.epochSeconds * 1000000 + t.microsecond AS now
SET k.previous_hash = k.hash, k.previous_until = now + $grace, k.hash = $hash, k.rotated_at = now
RETURN k.previous_until AS until
