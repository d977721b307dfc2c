"""The guard: a small process that ends every service when their supervisor is gone, however it died.

The supervisor starts this file first, as the leader of a process group of its own, and starts every service into that
group. The guard then blocks on its standard input, a pipe whose other end only the supervisor holds.

Why a pipe and a process group, and not the death signal of Linux (`PR_SET_PDEATHSIG`):

- the kernel closes a pipe whenever its holder dies, on Linux and macOS alike, so one mechanism covers both;
- there is no moment at which a service can slip through: a forked child holds the pipe open until it has become the
  service, and by then it is a member of the group;
- the services get a polite signal and time to finish, and the processes that they started themselves go with them;
- the death signal is tied to the thread that forked, is lost in set-uid programs, and does not exist on macOS.

It is run by path, isolated and without site-packages, and so needs a few megabytes only.
"""

import os
import signal
import sys
import time


def main(grace_seconds: float) -> None:
    """Wait for the end of standard input, then terminate the own process group, and kill it after the grace."""
    for polite in (signal.SIGHUP, signal.SIGINT, signal.SIGTERM):
        signal.signal(polite, signal.SIG_IGN)
    while os.read(sys.stdin.fileno(), 1):
        pass
    group = os.getpgrp()
    os.killpg(group, signal.SIGTERM)
    time.sleep(grace_seconds)
    os.killpg(group, signal.SIGKILL)


if __name__ == "__main__":
    main(float(sys.argv[1]))
