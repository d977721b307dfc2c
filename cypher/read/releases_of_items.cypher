// name: releases_of_items
// access: read
// params: items, contracts, known
// returns: releases
// The releases that, as known at a moment of the knowledge clock, have ever been stated for revisions of these items.
MATCH (f:Fact)
WHERE f.structure IN $items AND f.contract IN $contracts AND f.recorded_at <= $known AND f.voided_at > $known
RETURN collect(DISTINCT f.subject) AS releases
