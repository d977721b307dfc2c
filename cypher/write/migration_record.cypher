// name: migration_record
// access: write
// params: version, name, checksum
// returns: none
// Records one applied schema file; applied_at is epoch microseconds by the clock of the database.
WITH datetime.realtime() AS now
MERGE (m:Migration {version: $version})
SET m.name = $name,
    m.checksum = $checksum,
    m.applied_at = now.epochSeconds * 1000000 + now.microsecond
