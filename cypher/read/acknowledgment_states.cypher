// name: acknowledgment_states
// access: read
// params: after, limit
// returns: keys, properties, links
// All that the graph holds of the next acknowledgments in the order of their keys, with the relationships that leave them.
MATCH (n:Acknowledgment)
WHERE n.key > $after
WITH n ORDER BY n.key LIMIT $limit
WITH n, COLLECT {
  MATCH (n)-[r]->(m)
  RETURN [type(r), labels(m)[0], coalesce(m.key, m.number, m.code), properties(r)] AS link
} AS links
RETURN collect(n.key) AS keys, collect(properties(n)) AS properties, collect(links) AS links
