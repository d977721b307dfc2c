// name: V001__Keys_and_indexes
// access: schema
// params: none
// returns: none
// One uniqueness constraint per natural key, so that two workers cannot make twins, and the few indexes
// that the questions need beyond them.
CREATE CONSTRAINT system_code IF NOT EXISTS FOR (n:System) REQUIRE n.code IS UNIQUE;
CREATE CONSTRAINT plant_code IF NOT EXISTS FOR (n:Plant) REQUIRE n.code IS UNIQUE;
CREATE CONSTRAINT party_code IF NOT EXISTS FOR (n:Party) REQUIRE n.code IS UNIQUE;
CREATE CONSTRAINT item_number IF NOT EXISTS FOR (n:Item) REQUIRE n.number IS UNIQUE;
CREATE CONSTRAINT identifier_key IF NOT EXISTS FOR (n:Identifier) REQUIRE n.key IS UNIQUE;
CREATE CONSTRAINT bom_revision_key IF NOT EXISTS FOR (n:BomRevision) REQUIRE n.key IS UNIQUE;
CREATE CONSTRAINT change_order_number IF NOT EXISTS FOR (n:ChangeOrder) REQUIRE n.number IS UNIQUE;
CREATE CONSTRAINT gate_key IF NOT EXISTS FOR (n:Gate) REQUIRE n.key IS UNIQUE;
CREATE CONSTRAINT release_number IF NOT EXISTS FOR (n:Release) REQUIRE n.number IS UNIQUE;
CREATE CONSTRAINT release_step_key IF NOT EXISTS FOR (n:ReleaseStep) REQUIRE n.key IS UNIQUE;
CREATE CONSTRAINT order_key IF NOT EXISTS FOR (n:Order) REQUIRE n.key IS UNIQUE;
CREATE CONSTRAINT unit_key IF NOT EXISTS FOR (n:Unit) REQUIRE n.key IS UNIQUE;
CREATE CONSTRAINT approval_key IF NOT EXISTS FOR (n:Approval) REQUIRE n.key IS UNIQUE;
CREATE CONSTRAINT dispatch_key IF NOT EXISTS FOR (n:Dispatch) REQUIRE n.key IS UNIQUE;
CREATE CONSTRAINT acknowledgment_key IF NOT EXISTS FOR (n:Acknowledgment) REQUIRE n.key IS UNIQUE;
CREATE CONSTRAINT withdrawal_key IF NOT EXISTS FOR (n:Withdrawal) REQUIRE n.key IS UNIQUE;
CREATE CONSTRAINT fact_key IF NOT EXISTS FOR (n:Fact) REQUIRE n.key IS UNIQUE;
CREATE CONSTRAINT receipt_id IF NOT EXISTS FOR (n:Receipt) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT receipt_sealed_from IF NOT EXISTS FOR (n:Receipt) REQUIRE n.sealed_from IS UNIQUE;
CREATE CONSTRAINT exception_id IF NOT EXISTS FOR (n:Exception) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT log_head_name IF NOT EXISTS FOR (n:LogHead) REQUIRE n.name IS UNIQUE;
CREATE CONSTRAINT log_checkpoint_size IF NOT EXISTS FOR (n:LogCheckpoint) REQUIRE n.size IS UNIQUE;
CREATE CONSTRAINT log_tile_key IF NOT EXISTS FOR (n:LogTile) REQUIRE n.key IS UNIQUE;
CREATE CONSTRAINT api_key_id IF NOT EXISTS FOR (n:ApiKey) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT maintenance_name IF NOT EXISTS FOR (n:Maintenance) REQUIRE n.name IS UNIQUE;
CREATE INDEX fact_subject IF NOT EXISTS FOR (n:Fact) ON (n.subject);
CREATE INDEX fact_structure IF NOT EXISTS FOR (n:Fact) ON (n.structure);
CREATE INDEX fact_receipt IF NOT EXISTS FOR (n:Fact) ON (n.receipt);
CREATE INDEX receipt_upload IF NOT EXISTS FOR (n:Receipt) ON (n.upload);
CREATE INDEX receipt_state IF NOT EXISTS FOR (n:Receipt) ON (n.state);
CREATE INDEX receipt_source IF NOT EXISTS FOR (n:Receipt) ON (n.source, n.recorded_at);
CREATE INDEX receipt_settled IF NOT EXISTS FOR (n:Receipt) ON (n.state, n.recorded_at, n.id);
CREATE INDEX receipt_recorded IF NOT EXISTS FOR (n:Receipt) ON (n.recorded_at, n.id);
CREATE INDEX receipt_received IF NOT EXISTS FOR (n:Receipt) ON (n.received_at);
CREATE INDEX exception_state IF NOT EXISTS FOR (n:Exception) ON (n.state, n.raised_at);
CREATE INDEX exception_raised IF NOT EXISTS FOR (n:Exception) ON (n.raised_at);
CREATE INDEX exception_receipt IF NOT EXISTS FOR (n:Exception) ON (n.receipt);
CREATE INDEX release_time IF NOT EXISTS FOR (n:Release) ON (n.occurred_at);
CREATE INDEX step_system IF NOT EXISTS FOR (n:ReleaseStep) ON (n.system);
CREATE INDEX release_placeholder IF NOT EXISTS FOR (n:Release) ON (n.placeholder);
CREATE INDEX identifier_canonical IF NOT EXISTS FOR (n:Identifier) ON (n.canonical);
CREATE INDEX identifier_known IF NOT EXISTS FOR (n:Identifier) ON (n.known_from);
CREATE INDEX identifier_occurred IF NOT EXISTS FOR (n:Identifier) ON (n.occurred_at);
