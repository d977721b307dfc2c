"""`python -m app.cli`: the command line without the script, for the processes that `revtrace up` starts."""

from app.cli import main

main()
