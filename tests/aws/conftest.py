"""The fixtures of a machine without AWS settings of its own."""

from tests.support.machine import account_at, alice, files, home, practice, scripted, serve

__all__ = ["account_at", "alice", "files", "home", "practice", "scripted", "serve"]
