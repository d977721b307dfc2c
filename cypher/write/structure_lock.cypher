// name: structure_lock
// access: write
// params: items
// returns: structured
// Lock items before their windows are laid anew, and tell which of them had any structure before.
UNWIND $items AS item
MATCH (i:Item {number: item})
SET i._lock = true
WITH i, i._structured AS structured
SET i._structured = true
WITH i, structured WHERE structured
RETURN collect(i.number) AS structured
