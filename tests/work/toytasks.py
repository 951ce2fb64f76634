"""Tasks for the tests of the pool and the engine: each does one kind of harm, or writes one file."""

import ctypes
import os
import time
from pathlib import Path
from typing import Any

from artistguard.model.errors import Damaged


def echo(context, arguments: dict[str, Any], blobs: list[bytes]):
    return {"got": arguments, "pid": os.getpid()}, blobs


def segfault(context, arguments, blobs):
    ctypes.string_at(0)


def segfault_once(context, arguments, blobs):
    mark = Path(arguments["mark"])
    if not mark.exists():
        mark.write_text("met")
        ctypes.string_at(0)
    return {"survived": True}, []


def leave(context, arguments, blobs):
    os._exit(3)


def hang(context, arguments, blobs):
    time.sleep(3600)


def nap(context, arguments, blobs):
    time.sleep(arguments["seconds"])
    return {"pid": os.getpid()}, []


def eat(context, arguments, blobs):
    held = []
    while True:
        held.append(bytearray(64 * 1024 * 1024))


def noisy(context, arguments, blobs):
    print("this is no frame", flush=True)
    os.write(1, b"\x00\x00\x00\x05hello")
    os.write(2, b"nor is this\n")
    return {"noisy": True}, []


def nonsense(context, arguments, blobs):
    context._link._target.write(b"\xff\xff\xff\xff never mind")
    context._link._target.flush()
    time.sleep(60)


def ours(context, arguments, blobs):
    raise Damaged("Half of it is missing.", "Find the other half.")


def unforeseen(context, arguments, blobs):
    raise ZeroDivisionError("by \x1b[31mzero")


def full(context, arguments, blobs):
    raise OSError(28, "No space left on device")


def keep(context, arguments, blobs):
    globals().setdefault("kept", []).append(bytearray(os.urandom(1024) * 1024 * arguments["mebibytes"]))
    return {"pid": os.getpid()}, []


def sign(context, arguments, blobs):
    signature = context.ask("sign", {"algorithm": "toy"}, blobs[0])
    return {"again": context.ask("again", {}, b"").decode()}, [signature]


def settings(context, arguments, blobs):
    return {"environment": dict(os.environ)}, []


def write(context, arguments, blobs):
    """Write `temporary` slowly, in pieces, as a real copy grows."""
    with open(arguments["temporary"], "xb") as file:
        for _ in range(4):
            file.write(arguments["text"].encode())
            file.flush()
            time.sleep(arguments.get("seconds", 0) / 4)
        os.fsync(file.fileno())
    return {"temporary": arguments["temporary"]}, []


def die_if_told(context, arguments, blobs):
    if arguments.get("poison"):
        ctypes.string_at(0)
    if arguments.get("full"):
        raise OSError(28, "No space left on device")
    if arguments.get("broken"):
        raise Damaged("Broken on purpose.")
    return write(context, arguments, blobs)


TASKS = {name: thing for name, thing in list(globals().items()) if callable(thing) and name.islower()}
