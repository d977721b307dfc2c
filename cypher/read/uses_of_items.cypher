// name: uses_of_items
// access: read
// params: items, after_bom, after_line, view, plant, without, since, until, known, limit
// returns: item, uses
// The uses of items after a revision and line, by revision and line: one row an item.
// Context: view, plant (null for any, `without` is its mark of exception), effective from before or at `until` to after
// `since`, known at `known`.
UNWIND $items AS item
MATCH (c:Item {number: item})
RETURN item,
  COLLECT {
    MATCH (c)<-[u:USES]-(b:BomRevision)-[:OF]->(p:Item)
    WHERE (b.key > $after_bom OR b.key = $after_bom AND u.line > $after_line)
      AND u.view = $view AND u.eff_from <= $until AND u.eff_to > $since
      AND u.known_from <= $known AND u.known_to > $known
      AND CASE WHEN $plant IS NULL OR u.plants = ['*'] OR $plant IN u.plants THEN true
        ELSE u.plants[0] = '*' AND NOT $without IN u.plants END
      AND EXISTS {
        MATCH (p)-[w:HAS_REVISION]->(b)
        WHERE w.view = $view AND w.eff_from <= $until AND w.eff_to > $since
          AND w.known_from <= $known AND w.known_to > $known
          AND CASE WHEN $plant IS NULL OR w.plants = ['*'] OR $plant IN w.plants THEN true
            ELSE w.plants[0] = '*' AND NOT $without IN w.plants END
      }
    WITH u, b, p ORDER BY b.key, u.line LIMIT $limit
    RETURN {parent: p.number, bom: b.key, line: u.line, child: item, quantity: u.quantity, uom: u.uom,
      quantity_kind: u.quantity_kind, scrap: u.scrap, phantom: u.phantom, consumable: u.consumable,
      optional: u.optional} AS told
  } AS uses
