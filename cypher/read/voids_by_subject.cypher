// name: voids_by_subject
// access: read
// params: subjects
// returns: voids
// Voids of these facts that are in the log, each with its subject and the time of its recording.
MATCH (v:Fact)
WHERE v.subject IN $subjects
RETURN collect([v.subject, v.recorded_at]) AS voids
