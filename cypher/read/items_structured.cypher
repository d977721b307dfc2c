// name: items_structured
// access: read
// params: after, limit
// returns: items
// The next items of which a revision is known, by number.
MATCH (i:Item)
WHERE i.number > $after AND EXISTS { (i)<-[:OF]-(:BomRevision) }
WITH i ORDER BY i.number LIMIT $limit
RETURN collect(i.number) AS items
