// name: items_without_revision
// access: read
// params: items, view, plant, without, since, until, known
// returns: items
// Of these items those that have been given a structure in this view, of which nothing applies in this context.
// Context: view, plant (null for any, `without` is its mark of exception), effective from before or at `until` to after
// `since`, known at `known`.
MATCH (i:Item)
WHERE i.number IN $items
  AND EXISTS { MATCH (i)-[k:HAS_REVISION]->(:BomRevision)
    WHERE k.view = $view AND k.known_from <= $known AND k.known_to > $known }
  AND NOT EXISTS { MATCH (i)-[w:HAS_REVISION]->(:BomRevision)
    WHERE w.view = $view AND w.eff_from <= $until AND w.eff_to > $since
    AND w.known_from <= $known AND w.known_to > $known
    AND CASE WHEN $plant IS NULL OR w.plants = ['*'] OR $plant IN w.plants THEN true
      ELSE w.plants[0] = '*' AND NOT $without IN w.plants END }
RETURN collect(i.number) AS items
