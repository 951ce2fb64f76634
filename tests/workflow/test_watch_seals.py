"""A sealed client over every source: whoever listens learns nothing of their works, names, titles and addresses.

A recording server stands in for every host; what it is asked is searched for every spelling and digest of what is
sealed. Where this machine lets us, the program also runs in a network of its own, whose counters must stay at zero.
"""

import json
import os
import shutil
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote_plus, urlencode, urlsplit

import pytest
from pictures import draw

from artistguard.catalogue.recording import Offered
from artistguard.matching.names import digests, query_forms
from artistguard.model.egress import Purpose
from artistguard.model.finds import Outcome
from artistguard.model.names import FieldKind, NameKind
from artistguard.model.rights import Rights
from artistguard.model.watching import Candidate, CandidateKind, Text
from artistguard.workflow import clients, consents, names, watches
from artistguard.workflow.demo_hub import Asked, Reply, serving
from artistguard.workflow.import_ import import_
from artistguard.workflow.recognise import Recogniser
from artistguard.workflow.set_watch import SetWatch
from artistguard.workflow.studio import Studio

SEALED = ("Captain Brine", "Meridian Press", "The Salt Parliament", "meridian-brine.example")
_ROWS = {
    "features": [
        {"feature_idx": place, "name": name, "type": {"dtype": "string", "_type": "Value"}}
        for place, name in enumerate(("caption", "artist", "url"))
    ],
    "rows": [],
    "num_rows_total": 0,
    "num_rows_per_page": 100,
    "partial": False,
}
_ANSWERS = {
    "/is-valid": {"preview": True, "viewer": True, "search": True, "filter": True, "statistics": True},
    "/splits": {"splits": [{"dataset": "x/y", "config": "default", "split": "train"}], "pending": [], "failed": []},
    "/size": {"size": {"splits": []}, "pending": [], "failed": [], "partial": False},
    "/rows": _ROWS,
    "/search": _ROWS,
    "/filter": _ROWS,
    "/api/v1/models": {"items": [], "metadata": {}},
}


# A scan of a data set asks for its tables, and for nothing of the artist's.
ASKING = tuple(name for name in watches.TABLE if name != SetWatch.name)


class Recorder:
    """A double of every host at once: answers that there is nothing, and keeps every byte it is sent."""

    def __init__(self) -> None:
        self.heard: list[str] = []

    def __call__(self, asked: Asked) -> Reply:
        self.heard.append(f"{asked.path}?{urlencode(asked.query, doseq=True)} {dict(asked.headers)}")
        if asked.path == "/collinfo.json":
            crawl = {"id": "CC-MAIN-2026-40", "name": "October 2026", "from": "", "to": ""}
            return Reply(200, {}, json.dumps([crawl]).encode())
        if asked.path.endswith("-index"):
            return Reply(404, {}, b"{}")
        listing = asked.path in ("/api/models", "/api/datasets", "/api/spaces")
        return Reply(200, {}, json.dumps([] if listing else _ANSWERS.get(asked.path, {})).encode())


def said(studio: Studio) -> set[str]:
    """Every text that would tell of what is sealed, as it might stand in a request."""
    texts = set()
    for name in names.own_names(studio):
        if name.client_id:
            texts |= {*query_forms(name), *digests(name)}
    for text in SEALED:
        texts |= {text, text.replace(" ", "-"), text.replace(" ", "_"), text.replace(" ", "")}
    for work in studio.catalogue.works.iterate():
        if work.client_id:
            texts |= {work.id, work.title, *(edition.sha256 for edition in work.editions)}
    return {text.casefold() for text in texts}


@contextmanager
def sealed_studio(home: Path, folder: Path, endpoint: str, *, own: bool) -> Iterator[Studio]:
    """A studio with a sealed client; `own`: with a name and an address of the artist's own besides."""
    with Studio(home, passphrase=lambda: None, keychain=False, local=True) as studio:
        folder.mkdir()
        draw(1).save(folder / "The Salt Parliament.png")
        import_(studio, [folder])
        rights = Rights(rights_holder="Meridian Press", web_statement="https://meridian-brine.example/terms")
        client = clients.add(studio, "Meridian Press", rights)
        clients.assign(studio, [work.id for work in studio.catalogue.works.iterate()], client)
        names.add(studio, "Captain Brine", NameKind.CHARACTER, client.id)
        names.add(studio, "The Salt Parliament", NameKind.ALIAS)
        profile = studio.catalogue.profile.get()
        if own:
            studio.catalogue.profile.set(replace(profile, addresses=("https://ada-wren.example",)))
            names.add(studio, "Ada Wren")
        host = urlsplit(endpoint).netloc
        everywhere = dict.fromkeys(
            ("hugging_face", "dataset_viewer", "civitai", "common_crawl_index", "common_crawl_data"), endpoint
        )
        studio.settings = replace(studio.settings, network=True, local_hosts=host, **everywhere)
        consents.agree(studio, host, [Purpose.WATCH, Purpose.PICTURE], "what would be sent")
        for source in ASKING:
            watch = watches.add(studio, source)
            # A find of before the client was sealed: looking after it would tell of them as well.
            title = f"somebody/captain-brine-{source}"
            texts = (Text(FieldKind.TRIGGER, "captain brine"),)
            found = Candidate(source, f"key-{source}", CandidateKind.MODEL, title, f"{endpoint}/{title}", texts=texts)
            matches = Recogniser(studio).recognise(found)
            assert matches
            studio.catalogue.finds.record([Offered(found, tuple(matches))], watch_id=watch.id, source=source)
        yield studio


def test_nobody_hears_of_a_sealed_client(tmp_path: Path) -> None:
    recorder = Recorder()
    with (
        serving(recorder) as endpoint,
        sealed_studio(tmp_path / "home", tmp_path / "art", endpoint, own=True) as studio,
    ):
        secrets = said(studio)
        runs = watches.run(studio)
        assert {run.outcome for run in runs} <= {Outcome.DONE, Outcome.PARTLY}, runs
        for run in runs:
            assert any("seal" in part.what and not part.whole for part in run.coverage), run
        for watch in watches.all_(studio):
            shown = str(watches.plan(studio, watch.id).requests).casefold()
            assert not [secret for secret in secrets if secret in unquote_plus(shown)]
        heard = [unquote_plus(request).casefold() for request in recorder.heard]
        for path in ("/api/models?search=ada", "/filter?", "/api/v1/models?", "-index?url=*.ada"):
            assert any(path in request for request in heard), path  # each source did ask, for what is the artist's own
        assert not [(secret, request) for secret in secrets for request in heard if secret in request]
        ledger = list(studio.catalogue.egress.iterate())
        assert not [entry for entry in ledger if entry.refused]  # nobody even tried
        assert not [entry for entry in ledger if {*entry.subjects.names} - {"Ada Wren"}]


def test_with_everything_sealed_nobody_is_asked(tmp_path: Path) -> None:
    recorder = Recorder()
    with (
        serving(recorder) as endpoint,
        sealed_studio(tmp_path / "home", tmp_path / "art", endpoint, own=False) as studio,
    ):
        runs = watches.run(studio)
        assert {run.outcome for run in runs} == {Outcome.BLOCKED}
        assert all("seal" in run.message for run in runs)
        assert recorder.heard == []
        assert list(studio.catalogue.egress.iterate()) == []


_ALONE = """
import pathlib, sys
from test_watch_seals import sealed_studio
from artistguard.workflow import watches
home = pathlib.Path(sys.argv[1])
with sealed_studio(home / "home", home / "art", "http://127.0.0.1:9", own=False) as studio:
    runs = watches.run(studio)
    print([run.outcome.value for run in runs])
for line in pathlib.Path("/proc/net/dev").read_text().splitlines()[2:]:
    name, _, counters = line.partition(":")
    numbers = counters.split()
    print("sent", name.strip(), numbers[8])
"""


def test_in_a_network_of_its_own_not_a_byte_is_sent(tmp_path: Path) -> None:
    unshare = shutil.which("unshare")
    if unshare is None or subprocess.run([unshare, "-rn", "true"], capture_output=True).returncode:
        pytest.skip("no right to make a network namespace here")
    paths = [str(Path(__file__).parent), str(Path(__file__).parent.parent), *sys.path]
    done = subprocess.run(
        [unshare, "-rn", sys.executable, "-c", textwrap.dedent(_ALONE), str(tmp_path)],
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
    )
    assert done.returncode == 0, done.stderr
    outcomes, *sent = done.stdout.splitlines()
    assert outcomes == str(["blocked"] * len(ASKING))
    assert sent
    assert all(line.endswith(" 0") for line in sent), sent
