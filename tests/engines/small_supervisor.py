"""A supervisor of small services in a process of its own: `python -m tests.engines.small_supervisor CODE...`.

Each argument is the Python code of one service. Reports go to standard output.
"""

from __future__ import annotations

import asyncio
import sys

from app.processes import Service, Supervisor


async def main(codes: list[str]) -> None:
    async with Supervisor(lambda line: print(line, flush=True)) as supervisor:
        for number, code in enumerate(codes):
            await supervisor.start(Service(name=f"service {number}", argv=(sys.executable, "-c", code)))
        print("up", flush=True)
        await supervisor.wait()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
