// name: identifier_link
// access: write
// params: rows
// returns: none
// Tie identifiers to the nouns that they stand for. The nouns exist already.
UNWIND $rows AS r
MATCH (n:Identifier {key: r.key})
OPTIONAL MATCH (i:Item {number: CASE r.kind WHEN 'item' THEN r.canonical END})
OPTIONAL MATCH (l:Plant {code: CASE r.kind WHEN 'plant' THEN r.canonical END})
OPTIONAL MATCH (p:Party {code: CASE r.kind WHEN 'party' THEN r.canonical END})
FOREACH (_ IN CASE WHEN i IS NULL THEN [] ELSE [1] END | MERGE (n)-[:IDENTIFIES]->(i))
FOREACH (_ IN CASE WHEN l IS NULL THEN [] ELSE [1] END | MERGE (n)-[:IDENTIFIES]->(l))
FOREACH (_ IN CASE WHEN p IS NULL THEN [] ELSE [1] END | MERGE (n)-[:IDENTIFIES]->(p))
