"""Questions to the graph: named statements in one read transaction, validated into typed answers."""
