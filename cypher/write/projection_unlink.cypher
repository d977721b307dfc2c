// name: projection_unlink
// access: write
// params: limit
// returns: gone
// Take away some of the relationships that were made from the log.
MATCH ()-[r:HAS_REVISION|USES|MAY_USE|OF|SUPERSEDES|DERIVED_FROM|IDENTIFIES|AFFECTS|HAS_GATE|APPROVES|UNDER|RELEASES|
  HAS_STEP|DEPENDS_ON|SENDS|ANSWERS|WITHDRAWS|MAKES|PINS|BUILT_TO]->()
WITH r LIMIT $limit
DELETE r
RETURN count(*) AS gone
