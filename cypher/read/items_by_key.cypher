// name: items_by_key
// access: read
// params: keys
// returns: nouns
// Items as they are stated now, in one list; `known_from` and `occurred_at` tell for which clocks that is right.
MATCH (n:Item)
WHERE n.number IN $keys
RETURN collect({key: n.number, placeholder: n.placeholder, source: n.source, occurred_at: n.occurred_at,
  known_from: n.known_from, name: n.name, uom: n.uom, procurement: n.procurement, family: n.family,
  regulatory_class: n.regulatory_class, tracking: n.tracking}) AS nouns
