// name: identifiers_by_key
// access: read
// params: keys
// returns: nouns
// Identifiers as they are stated now, in one list; `known_from` and `occurred_at` tell for which clocks that is right.
MATCH (n:Identifier)
WHERE n.key IN $keys
RETURN collect({key: n.key, placeholder: n.placeholder, source: n.source, occurred_at: n.occurred_at,
  known_from: n.known_from, system: n.system, kind: n.kind, value: n.value, canonical: n.canonical}) AS nouns
