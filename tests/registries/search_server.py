"""A real iscc-search on loopback, of the other environment (tests/peers.py)."""

import json
import re
import subprocess
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from peers import Peers


@contextmanager
def iscc_search(peers: Peers, folder: Path) -> Iterator[str]:
    """Serve an empty index; gives its address. Its store is the one that finds near duplicates."""
    environment = {**peers.environment, "ISCC_SEARCH_INDEX_URI": f"usearch://{folder}", "HOME": str(folder)}
    words = [str(peers.program("iscc-search")), "serve", "--host", "127.0.0.1", "--port", "0"]
    with (folder / "said.txt").open("wb") as said:
        server = subprocess.Popen(words, stdout=said, stderr=subprocess.PIPE, text=True, env=environment, cwd=folder)
        try:
            yield _address(server)
        finally:
            server.terminate()
            server.communicate(timeout=30)


def _address(server: "subprocess.Popen[str]") -> str:
    assert server.stderr is not None
    for line in server.stderr:
        if found := re.search(r"running on (http://127\.0\.0\.1:\d+)", line):
            return found[1]
    raise AssertionError("iscc-search did not start")


def post(url: str, body: Any) -> Any:
    """Tell the server something, as whoever keeps such an index does."""
    request = urllib.request.Request(url, json.dumps(body).encode(), {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.loads(answer.read())
