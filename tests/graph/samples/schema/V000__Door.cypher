// name: V000__Door
// access: schema
// params: none
// returns: none
// The unique keys of the sample graph.
CREATE CONSTRAINT door_item IF NOT EXISTS FOR (n:DoorItem) REQUIRE n.key IS UNIQUE;
CREATE CONSTRAINT door_revision IF NOT EXISTS FOR (n:DoorRevision) REQUIRE (n.item, n.revision) IS UNIQUE;
