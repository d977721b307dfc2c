// name: revisions_of_items
// access: read
// params: items
// returns: items, boms
// The revisions of items, in two columns; those that are only referred to as well.
MATCH (i:Item)<-[:OF]-(b:BomRevision)
WHERE i.number IN $items
WITH i, b ORDER BY b.key
RETURN collect(i.number) AS items, collect(b.key) AS boms
