"""The canonical model and the only door to Neo4j."""
