"""GraphQL: what can be asked, in words of the field. Thin: arguments checked, `graph.queries` called, rows shown.

A GraphQL type shows the rows of one model of `graph.answers` as they are: its fields carry the names of the model's
attributes, and nothing is copied. `shown.shows` says which model that is, and a test compares the two.
"""
