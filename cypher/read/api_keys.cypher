// name: api_keys
// access: read
// params: limit
// returns: id, hash, role, sources, label, created_at, expires_at, revoked_at, rotated_at, previous_hash, previous_until
// All API keys, the revoked ones too, the latest first.
MATCH (k:ApiKey)
RETURN k.id AS id, k.hash AS hash, k.role AS role, k.sources AS sources, k.label AS label,
  k.created_at AS created_at, k.expires_at AS expires_at, k.revoked_at AS revoked_at, k.rotated_at AS rotated_at,
  k.previous_hash AS previous_hash, k.previous_until AS previous_until
ORDER BY k.created_at DESC, k.id
LIMIT $limit
