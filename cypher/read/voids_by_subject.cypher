// name: voids_by_subject
// access: read
// params: subjects
// returns: subjects, recorded
// Voids of these facts that are in the log already, and when they were recorded.
MATCH (f:Fact)
WHERE f.subject IN $subjects
RETURN collect(f.subject) AS subjects, collect(f.recorded_at) AS recorded
