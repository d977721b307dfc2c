// name: bom_revisions_by_key
// access: read
// params: keys
// returns: nouns
// BOM revisions as they are stated now, in one list; `known_from` and `occurred_at` tell for which clocks that is right.
MATCH (n:BomRevision)
WHERE n.key IN $keys
RETURN collect({key: n.key, placeholder: n.placeholder, source: n.source, occurred_at: n.occurred_at,
  known_from: n.known_from, item: n.item, revision: n.revision, view: n.view, plant: n.plant,
  source_state: n.state, digest: n.digest, description: n.description, change: n.change, plants: n.plants,
  eff_from: n.eff_from, eff_to: n.eff_to, supersedes: [(n)-[:SUPERSEDES]->(s:BomRevision) | s.key][0],
  derived_from: [(n)-[:DERIVED_FROM]->(d:BomRevision) | d.key][0]}) AS nouns
