"""Answers on a terminal: one module per answer, in words and symbols with colour, at 80 columns and at 120.

`marks` gives each verdict its symbol, word and colour; `words` tells times, spans, keys and digests; `console` is where
they are printed; `plain` gives any answer as JSON.
"""
