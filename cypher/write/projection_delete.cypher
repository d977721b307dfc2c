// name: projection_delete
// access: write
// params: limit
// returns: gone
// Take away some of the nodes that were made from the log; their relationships are gone already.
MATCH (n:System|Plant|Party|Item|BomRevision|ChangeOrder|Gate|Release|ReleaseStep|Order|Unit|Approval|Dispatch|
  Acknowledgment|Withdrawal)
WITH n LIMIT $limit
DELETE n
RETURN count(*) AS gone
