"""Files in a vendor's own form, made into events: by a declared mapping, or by an adapter that was installed.

A mapping is a TOML file that says which columns or JSON paths of a file become which fields of an event. What it
cannot say is left to an adapter: a function from a stream to the texts of events, found by its entry point.
"""
