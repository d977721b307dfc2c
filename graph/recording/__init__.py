"""Into the log and the graph: facts appended, nouns stated, evidence kept, windows laid, in one transaction."""
