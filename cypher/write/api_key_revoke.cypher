// name: api_key_revoke
// access: write
// params: id
// returns: revoked_at
// Revoke an API key for good, from the first time that this is asked on. Epoch microseconds.
MATCH (k:ApiKey {id: $id})
WITH k, datetime.realtime() AS t
SET k.revoked_at = coalesce(k.revoked_at, t.epochSeconds * 1000000 + t.microsecond)
RETURN k.revoked_at AS revoked_at
