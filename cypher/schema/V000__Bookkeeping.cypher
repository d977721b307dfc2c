// name: V000__Bookkeeping
// access: schema
// params: none
// returns: none
// Makes room for the record of applied schema files; applied before that record is read.
CREATE CONSTRAINT migration_version IF NOT EXISTS FOR (m:Migration) REQUIRE m.version IS UNIQUE;
