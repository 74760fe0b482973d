"""Reads the warehouse into pandas by calling ``msoko query`` (read-only).

Where the program is: the environment variable MSOKO (a command line), else ``msoko`` on PATH, else what
``dotnet build -c Release`` left in this repository. Which warehouse: the argument, else MSOKO_WAREHOUSE, else the demo's.
"""

import json
import os
import shlex
import shutil
import subprocess
from pathlib import Path

import pandas as pd

_ROOT = Path(__file__).resolve().parent.parent


class MsokoError(RuntimeError):
    """What the program answered, in its own (Russian) words."""


def program() -> list[str]:
    """The command line that starts msoko."""
    if command := os.environ.get("MSOKO"):
        return shlex.split(command)
    if path := shutil.which("msoko"):
        return [path]
    built = _ROOT / "artifacts" / "bin" / "MsokoAnalytics.Cli" / "release" / "msoko.dll"
    if built.exists():
        return ["dotnet", str(built)]
    raise MsokoError("Программа msoko не найдена. Соберите её (dotnet build -c Release) или задайте переменную MSOKO.")


def warehouse() -> Path:
    """The warehouse that is read when none is named."""
    return Path(os.environ.get("MSOKO_WAREHOUSE", _ROOT / "demo" / "msoko.duckdb"))


def query(sql: str, path: str | os.PathLike | None = None) -> pd.DataFrame:
    """The rows of a query; columns in the query's order, NULL as NaN/None. Raises MsokoError with the program's message."""
    answer = subprocess.run(
        [*program(), "query", sql, "--warehouse", str(path or warehouse()), "--format", "json"],
        capture_output=True, encoding="utf-8", check=False,
    )
    if answer.returncode != 0:
        raise MsokoError(answer.stderr.strip() or answer.stdout.strip())
    return pd.DataFrame(json.loads(answer.stdout))


def literal(value: object) -> str:
    """A value as an SQL literal: numbers as they are, anything else quoted."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return str(value)
    return "'" + str(value).replace("'", "''") + "'"
