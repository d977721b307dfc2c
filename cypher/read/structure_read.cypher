// name: structure_read
// access: read
// params: items, boms
// returns: window_ids, windows, line_ids, lines
// Read the windows of items and the lines of their revisions as they stand, as lists.
MATCH (i:Item)-[w:HAS_REVISION]->(b:BomRevision)
WHERE i.number IN $items
WITH collect(elementId(w)) AS window_ids,
  collect([b.key, w.view, w.plants, w.eff_from, w.eff_to, w.known_from, w.known_to]) AS windows
OPTIONAL MATCH (c:BomRevision)-[u:USES]->(m:Item)
WHERE c.key IN $boms
RETURN window_ids, windows, collect(elementId(u)) AS line_ids,
  collect([c.key, u.view, u.line, m.number, u.quantity, u.uom, u.find_number, u.designators, u.plants,
    u.eff_from, u.eff_to, u.known_from, u.known_to]) AS lines
