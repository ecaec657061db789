"""Servers to call and files to read. boto3's own pauses pass at once."""

from tests.support.machine import alice, files, practice, scripted, serve
from tests.support.many_runs import boto3_is_fresh

__all__ = ["alice", "boto3_is_fresh", "files", "practice", "scripted", "serve"]
