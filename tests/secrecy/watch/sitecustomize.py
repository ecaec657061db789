"""Loaded by the interpreter before the program: notes what that does outside of itself, and turns all logging up.

``MFA_ENROLL_WATCH`` names the file for the notes, one JSON object a line. Beside it comes a log of everything that any
logger says, at the lowest level there is. ``sitecustomize`` is where a person would put such a thing, too.
"""

import asyncio.base_events
import base64
import http.client
import json
import logging
import os
import sys
from pathlib import Path

_NOTES = Path(os.environ["MFA_ENROLL_WATCH"])
_DESCRIPTOR = os.open(_NOTES, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_TRUNC
_LOG = _NOTES.with_suffix(".log")
_LAST_SIGHT = frozenset({"os.remove", "os.rename"})
_NOTED = frozenset(
    {
        "ctypes.dlopen",
        "os.exec",
        "os.link",
        "os.posix_spawn",
        "os.putenv",
        "os.startfile",
        "os.symlink",
        "os.system",
        "os.truncate",
        "pty.spawn",
        "socket.bind",
        "socket.connect",
        "socket.sendmsg",
        "socket.sendto",
        "sqlite3.connect",
        "subprocess.Popen",
        "syslog.syslog",
        "stumbled",
        "webbrowser.open",
    }
)


def _write(event: str, arguments: tuple[object, ...], **more: object) -> None:
    # One write each, of which the kernel makes one piece: the program has threads, and children have their own.
    line = {"event": event, "arguments": [_plain(each) for each in arguments], **more}
    os.write(_DESCRIPTOR, json.dumps(line).encode() + b"\n")


def _plain(value: object) -> object:
    match value:
        case bytes():
            return os.fsdecode(value)
        case None | bool() | int() | float() | str():
            return value
        case tuple() | list():
            return [_plain(each) for each in value]
        case dict():
            return {str(_plain(name)): _plain(each) for name, each in value.items()}
        case _:
            return repr(value)


def _hook(event: str, arguments: tuple[object, ...]) -> None:
    if event == "open":
        path, _, flags = arguments
        if isinstance(flags, int) and flags & _WRITING and path not in {str(_LOG), str(_NOTES)}:
            _write(event, arguments)
    elif event in _LAST_SIGHT:
        # The last moment to see what is in it.
        path = Path(str(_plain(arguments[0])))
        content = path.read_bytes() if path.is_file() else b""
        _write(event, arguments, content=base64.b64encode(content).decode("ascii"))
    elif event in _NOTED:
        _write(event, arguments)


_write("started", (sys.orig_argv, dict(os.environ)))
_handler = logging.FileHandler(_LOG)
_handler.setFormatter(logging.Formatter("%(name)s %(message)s"))  # no numbers of times and lines: they look like codes
logging.root.addHandler(_handler)
logging.root.setLevel(1)
# In its debug mode, asyncio logs callbacks that take long. Any may, on some machine: here all of them do.
setattr(asyncio.base_events.BaseEventLoop, "slow_callback_duration", property(lambda _: 0.0, lambda _, __: None))  # noqa: B010
http.client.HTTPConnection.debuglevel = 1
sys.addaudithook(_hook)
