"""From a payload as it came to facts in the log: adapters, pipeline, worker."""
