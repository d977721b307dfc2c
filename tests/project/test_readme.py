"""The commands that the README shows exist, and those that need nothing are run."""

from __future__ import annotations

import subprocess
import sys
from pkgutil import iter_modules

import app.cli
from tests.project.readme import Shown, commands, first_difference, of_revtrace
from tests.project.tracked import ROOT

SAMPLE = """\
Words.

```console
$ uv run revtrace trace BP-2210/C \\
    --json   # a comment
{"traces": []}
$ REVTRACE_HOME=data revtrace status
```

```python
$ revtrace no
```

```console
$ curl http://127.0.0.1
```
"""
CHEAP = {"capabilities", "export-schema"}
"""Commands that need neither databases nor input."""


def shown_by_the_readme() -> list[tuple[str, ...]]:
    """The arguments of each command of ours in the README."""
    text = (ROOT / "README.md").read_text("utf-8")
    return [arguments for shown in commands(text) if (arguments := of_revtrace(shown)) is not None]


def is_cheap(arguments: tuple[str, ...]) -> bool:
    return "--help" in arguments or arguments[:1] == () or arguments[0] in CHEAP


def test_commands_are_read_from_console_blocks_only() -> None:
    found = commands(SAMPLE)
    assert found == [
        Shown(("uv", "run", "revtrace", "trace", "BP-2210/C", "--json"), '{"traces": []}\n'),
        Shown(("REVTRACE_HOME=data", "revtrace", "status"), ""),
        Shown(("curl", "http://127.0.0.1"), ""),
    ]
    assert [of_revtrace(shown) for shown in found] == [("trace", "BP-2210/C", "--json"), ("status",), None]


def test_output_may_leave_lines_out_and_differ_in_its_foot_and_nowhere_else() -> None:
    printed = "one\ntwo  \nthree\nasked today\n"
    assert first_difference("one\n...\nthree\nasked yesterday\n", printed) is None
    assert first_difference("one\nthree\ntwo\n", printed) == "two"
    assert first_difference("zero\n", printed) == "zero"


def test_every_command_of_the_readme_exists() -> None:
    known = {module.name.replace("_", "-") for module in iter_modules(app.cli.__path__)} | {"--help"}
    assert [arguments for arguments in shown_by_the_readme() if arguments and arguments[0] not in known] == []


def test_the_commands_of_the_readme_that_need_nothing_run() -> None:
    for arguments in filter(is_cheap, shown_by_the_readme()):
        command = [sys.executable, "-m", "app.cli", *arguments]
        ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        assert ran.returncode == 0, (arguments, ran.stderr)
