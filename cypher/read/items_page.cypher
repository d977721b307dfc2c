// name: items_page
// access: read
// params: after, search, family, procurement, known, as_of, limit
// returns: nouns
// The next items by number that may match at a pair of clocks, in one list; filters are null for any, `search` is in
// lower case. Those whose node does not tell what held then are told as they are, if anything known then states them:
// whoever asks reads them from the log.
MATCH (n:Item)
WHERE n.number > $after
  AND CASE WHEN coalesce(n.placeholder, true) OR n.known_from > $known OR n.occurred_at > $as_of
    THEN EXISTS {
      MATCH (f:Fact {subject: 'Item:' + n.number}) WHERE f.recorded_at <= $known AND f.voided_at > $known
    }
    ELSE ($family IS NULL OR n.family = $family) AND ($procurement IS NULL OR n.procurement = $procurement)
      AND ($search IS NULL OR toLower(n.number) CONTAINS $search OR toLower(n.name) CONTAINS $search) END
WITH n ORDER BY n.number LIMIT $limit
RETURN collect({key: n.number, placeholder: n.placeholder, source: n.source, occurred_at: n.occurred_at,
  known_from: n.known_from, name: n.name, uom: n.uom, procurement: n.procurement, family: n.family,
  regulatory_class: n.regulatory_class, tracking: n.tracking}) AS nouns
