// name: identifiers_of_nouns
// access: read
// params: kind, keys, as_of, known, limit
// returns: nouns
// What systems call nouns of one kind: the names that stand for them now, and those that were mapped anew after a moment
// of either clock, which may have stood for them before; in one list, at most `limit` of each sort.
CALL () {
  MATCH (n:Identifier)
  WHERE n.kind = $kind AND n.canonical IN $keys
  RETURN n LIMIT $limit
  UNION
  MATCH (n:Identifier)
  WHERE n.known_from > $known AND n.kind = $kind
  RETURN n LIMIT $limit
  UNION
  MATCH (n:Identifier)
  WHERE n.occurred_at > $as_of AND n.kind = $kind
  RETURN n LIMIT $limit
}
WITH n ORDER BY n.key
RETURN collect({key: n.key, placeholder: n.placeholder, source: n.source, occurred_at: n.occurred_at,
  known_from: n.known_from, system: n.system, kind: n.kind, value: n.value, canonical: n.canonical}) AS nouns
