// name: log_head_in_full
// access: read
// params: none
// returns: size, root, frontier, sealed_at
// How far the log is sealed, with the root and the frontier of its tree; no row before the first sealing.
MATCH (h:LogHead {name: 'log'})
RETURN h.size AS size, h.root AS root, h.frontier AS frontier, h.sealed_at AS sealed_at
