"""Which process carries an import, so that one that is provably gone need not be waited for."""

import os
import socket
from pathlib import Path
from typing import Any


def this_process() -> dict[str, Any]:
    return {"host": this_host(), "pid": os.getpid()}


def this_host() -> str:
    """Name of the machine; containers that share one still number their processes apart."""
    space = Path("/proc/self/ns/pid")
    return f"{socket.gethostname()} {space.readlink() if space.is_symlink() else ''}".strip()


def is_gone(process: dict[str, Any] | None) -> bool:
    """True only for a process of this machine that does not exist any more; in doubt it lives."""
    if os.name != "posix" or not process or process.get("host") != this_host():
        return False
    try:
        os.kill(process["pid"], 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False
