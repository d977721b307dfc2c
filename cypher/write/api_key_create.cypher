// name: api_key_create
// access: write
// params: key
// returns: created_at
// Keep a new API key; of its secret only the SHA-256. The time is the database clock, epoch microseconds.
WITH datetime.realtime() AS t
CREATE (k:ApiKey {id: $key.id, hash: $key.hash, role: $key.role, sources: $key.sources, label: $key.label,
  created_at: t.epochSeconds * 1000000 + t.microsecond, expires_at: $key.expires_at})
RETURN k.created_at AS created_at
