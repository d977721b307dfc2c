// name: structure_read
// access: read
// params: items, boms
// returns: windows, lines, substitutes
// Read the windows of items, the lines and the substitutes of revisions as they stand, each as a list that begins with
// its id.
RETURN
  COLLECT {
    MATCH (i:Item)-[w:HAS_REVISION]->(b:BomRevision)
    WHERE i.number IN $items
    RETURN [elementId(w), b.key, w.view, w.plants, w.eff_from, w.eff_to, w.known_from, w.known_to] AS told
  } AS windows,
  COLLECT {
    MATCH (b:BomRevision)-[u:USES]->(m:Item)
    WHERE b.key IN $boms
    RETURN [elementId(u), b.key, u.view, u.line, m.number, u.quantity, u.uom, u.find_number, u.designators,
      u.quantity_kind, u.scrap, u.phantom, u.consumable, u.optional, u.plants, u.eff_from, u.eff_to, u.known_from,
      u.known_to] AS told
  } AS lines,
  COLLECT {
    MATCH (b:BomRevision)-[s:MAY_USE]->(m:Item)
    WHERE b.key IN $boms
    RETURN [elementId(s), b.key, s.view, s.line, s.component, m.number, s.quantity, s.uom, s.priority, s.set_name,
      s.kind, s.plants, s.eff_from, s.eff_to, s.known_from, s.known_to] AS told
  } AS substitutes
