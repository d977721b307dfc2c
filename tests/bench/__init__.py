"""The benchmark of a checkout: `revtrace bench`. It is no test, and nothing of it is timed in the test suite.

Each measure stands beside the least that could do the same work in the same run, on the same server, in turns, so that
the ratio holds on a slow or busy machine too: the pipeline beside a bare `UNWIND` of the same rows, the intake beside a
route that only writes the receipt, a trace beside its bare statements.

`events` makes what is loaded, `projected` reads back what the pipeline made of it, `bare_rows` writes that by hand;
`client` and `bare_app` are processes of their own; `run` puts the measures together, `report` tells them.
"""
