"""What follows from facts: structure windows, verdicts, gates, findings, traces. Pure functions, no database."""
