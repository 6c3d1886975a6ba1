"""Put first on PYTHONPATH, refuses to its Python every socket outside this computer and every file it may not write.

``GUARD_FOLDERS`` are the folders that may be written to, ``GUARD_REPORT`` the file that refusals are noted in, since a
program may swallow the exception.
"""

import os
import sys
from typing import Any

_FOLDERS = tuple(os.path.realpath(folder) for folder in os.environ["GUARD_FOLDERS"].split(os.pathsep))
_REPORT = os.open(os.environ["GUARD_REPORT"], os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_PATHS = {
    "os.mkdir": (0,),
    "os.remove": (0,),
    "os.rmdir": (0,),
    "os.rename": (0, 1),
    "os.link": (0, 1),
    "os.symlink": (1,),
}
_LOOPBACK = ("127.", "::1", "localhost")


def _refuse(what: str) -> None:
    os.write(_REPORT, (what + "\n").encode("utf-8", "replace"))
    raise PermissionError(f"the guard refuses {what}")


def _may_write(path: Any) -> bool:
    if isinstance(path, int) or path is None:
        return True
    place = os.path.realpath(os.fsdecode(path))
    return place.startswith(("/dev/", "/proc/")) or any(
        place == folder or place.startswith(folder + os.sep) for folder in _FOLDERS
    )


def _watch(event: str, arguments: tuple[object, ...]) -> None:
    if event == "open":
        path, _mode, flags = arguments
        if isinstance(flags, int) and flags & _WRITING and not _may_write(path):
            _refuse(f"to write {path!r}")
    elif event in _PATHS:
        for place in _PATHS[event]:
            if not _may_write(arguments[place]):
                _refuse(f"{event} {arguments[place]!r}")
    elif event == "sqlite3.connect":
        path = str(arguments[0])
        if path != ":memory:" and not _may_write(path.removeprefix("file:").partition("?")[0]):
            _refuse(f"a database {path!r}")
    elif event in ("socket.connect", "socket.sendto", "socket.bind"):
        address = arguments[1]
        if isinstance(address, tuple) and not str(address[0]).startswith((*_LOOPBACK, "0.0.0.0")):
            _refuse(f"{event} {address!r}")
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        host = arguments[0]
        if host is not None and not str(host).startswith(_LOOPBACK) and str(host) != "":
            _refuse(f"{event} {host!r}")


sys.addaudithook(_watch)
