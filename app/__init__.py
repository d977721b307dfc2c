"""The parts put together: settings, HTTP, command line, engines in a box."""
