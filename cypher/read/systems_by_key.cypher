// name: systems_by_key
// access: read
// params: keys
// returns: nouns
// Systems as they are stated now, in one list; `known_from` and `occurred_at` tell for which clocks that is right.
MATCH (n:System)
WHERE n.code IN $keys
RETURN collect({key: n.code, placeholder: n.placeholder, source: n.source, occurred_at: n.occurred_at,
  known_from: n.known_from, name: n.name, kind: n.kind, plants: n.plants, party: n.party}) AS nouns
