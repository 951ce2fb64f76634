"""The Hugging Face Hub when it is busy, broken, hostile, or when the run may not ask any more."""

import json

import pytest
from sources.hub_double import (
    ADA,
    Reply,
    found,
    look,
    lora,
    opened,
    part,
    run,
    source,
    until_trouble,
    weights,
    words,
)

from artistguard.model.errors import ComeBackLater, NetworkError, Refused, Unreachable
from artistguard.model.names import FieldKind
from artistguard.model.watching import Question
from artistguard.sources.base import Asker


def test_what_a_run_may_not_ask_is_coverage_that_is_missing_and_comes_later(hubs) -> None:
    repos = [lora(n, f"x/ada-wren-{n}", content={"a.safetensors": weights({}, str(n))}) for n in range(30)]
    hub = hubs(*repos)
    checkpoint: dict = {}
    seen: dict = {}
    for _ in range(40):
        sent = len(hub.asked) + len(hub.fetched)
        steps = look(hub, ADA, checkpoint, most=25)
        assert len(hub.asked) + len(hub.fetched) - sent <= 25
        seen |= {c.key: c for step in steps for c in step.candidates if words(c, FieldKind.FILE_NAME)}
        checkpoint = steps[-1].checkpoint
        told = steps[-1].coverage
        assert all(one.total is None or one.searched <= one.total for one in told)
        if all(one.whole for one in told):
            break
        assert any(one.note for one in told)
    assert len(seen) == 30


def test_headers_that_were_not_read_are_counted(hubs) -> None:
    repos = [lora(n, f"x/nameless-{n}", content={"a.safetensors": weights({}, str(n))}) for n in range(30)]
    hub = hubs(*repos)
    steps = look(hub, Question(), most=50)
    headers = part(steps, "headers")
    assert (headers.total, headers.note) == (30, "The run may not ask more often.")
    assert 5 < headers.searched < 30
    newest = [c.title for step in steps for c in step.candidates if "sha256" in str(c.kinship)]
    assert newest == [f"x/nameless-{n}" for n in range(29, 29 - headers.searched, -1)]


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_a_busy_hub_is_left_alone_and_nothing_is_lost(hubs, status: int) -> None:
    hub = hubs(*(lora(n, f"x/ada-wren-{n}") for n in range(12)), page=5)
    busy = Reply(status, {"Retry-After": "7", "RateLimit": '"api";r=0;t=7'}, b"busy")
    hub.fault = lambda asked: busy if len(hub.asked) > 15 else None
    asker = Asker(opened(*hub.hosts))
    steps, error = until_trouble(source(hub).look(ADA, {}, asker))
    assert isinstance(error, ComeBackLater)
    hub.fault = lambda asked: None
    rest = look(hub, ADA, steps[-1].checkpoint)
    assert set(found(steps)) | set(found(rest)) == {f"x/ada-wren-{n}" for n in range(12)}


def test_a_body_that_breaks_off_is_no_answer(hubs) -> None:
    hub = hubs(lora(1, "x/ada-wren"))
    hub.fault = lambda asked: Reply(200, {"Content-Length": "5000"}, b'[{"_id": "')
    with pytest.raises(Unreachable):
        look(hub)


@pytest.mark.parametrize(
    "reply",
    [
        Reply(200, {}, b"[" * 300_000),
        Reply(200, {}, b"<html>busy</html>"),
        Reply(200, {}, b'{"error": "what?"}'),
        Reply(200, {}, b"[NaN]"),
        Reply(200, {}, b"\xff\xfe\x00"),
        Reply(200, {"Content-Length": str(2**30)}, b"["),
        Reply(200, {"Content-Encoding": "gzip"}, b"no gzip"),
        Reply(400, {}, b'{"error": "Invalid search"}'),
        Reply(401, {}, b""),
        Reply(403, {}, b""),
        Reply(404, {}, b""),
        Reply(302, {"Location": "https://elsewhere.example/api/models"}),
        Reply(307, {"Location": "//elsewhere.example/api/models"}),
        Reply(307, {"Location": "http://[::1/"}),
        Reply(307, {"Location": "/api/models?search=again"}),
        Reply(200, {"Link": '<https://elsewhere.example/api/models?cursor=a>; rel="next"'}, b"[]"),
    ],
)
def test_a_list_that_cannot_be_read_is_skipped_and_counted(hubs, reply) -> None:
    hub = hubs(lora(1, "x/ada-wren", tags=()))
    hub.fault = lambda asked: reply if asked.one("search") not in ("", "ada-wren") else None
    steps = look(hub)
    assert "x/ada-wren" in found(steps)
    assert "Lists that could not be read: " in part(steps, "names").note
    assert not part(steps, "names").whole
    hub.fault = lambda asked: reply
    with pytest.raises(Refused):
        look(hub)


def test_pages_that_never_end(hubs) -> None:
    hub = hubs()
    counter = iter(range(10**9))

    def endless(asked):
        if asked.one("search") == "ada wren":
            return Reply(
                200, {"Link": f'<{hub.endpoint}/api/models?search=ada+wren&cursor={next(counter)}>; rel="next"'}, b"[]"
            )
        if asked.one("search") == "ada-wren":
            return Reply(200, {"Link": f'<{hub.endpoint}/api/models?search=ada-wren&cursor=x>; rel="next"'}, b"[]")
        return None

    hub.fault = endless
    note = part(look(hub), "names").note
    assert "'ada wren': only the first 10 pages." in note
    assert "'ada-wren': the pages repeat." in note


def test_an_empty_page_in_the_middle_is_not_the_end(hubs) -> None:
    hub = hubs(lora(1, "x/ada-wren-1", tags=()))
    link = {"Link": f'<{hub.endpoint}/api/models?search=ada-wren&cursor=MA==>; rel="next"'}
    hub.fault = lambda asked: Reply(200, link, b"[]") if asked.one("search") and not asked.one("cursor") else None
    assert "x/ada-wren-1" in found(look(hub))


@pytest.mark.parametrize(
    "reply",
    [
        Reply(206, {"Content-Range": "bytes 0-7/9"}, (2**60).to_bytes(8, "little")),
        Reply(206, {"Content-Range": "bytes 0-7/9"}, (25).to_bytes(8, "little")),
        Reply(206, {"Content-Range": "bytes 0-7/9"}, b"short"),
        Reply(206, {"Content-Range": "bytes 9-16/90"}, (20).to_bytes(8, "little")),
        Reply(200, {}, (20).to_bytes(8, "little") + b"{" * 20),
        Reply(200, {"Content-Length": str(2**34)}, b""),
        Reply(403, {}, b"expired"),
        Reply(416, {}, b""),
        Reply(302, {"Location": "https://elsewhere.example/file"}),
        Reply(302, {"Location": "http://[::1/"}),
        Reply(302, {"Location": "http://169.254.169.254/latest/meta-data"}),
    ],
)
def test_a_header_that_lies_costs_one_file(hubs, reply) -> None:
    content = {"a.safetensors": weights({"ss_output_name": "adawren"}, "a")}
    hub = hubs(*(lora(n, f"x/ada-wren-{n}", content=content) for n in range(2)))
    hub.fault = lambda asked: reply if asked.path.startswith(f"/{0:024x}/") else None
    steps = look(hub)
    assert words(found(steps)["x/ada-wren-1"], FieldKind.HEADER) == ["adawren"]
    assert "x/ada-wren-0" in found(steps)
    headers = part(steps, "headers")
    assert (headers.searched, headers.total, headers.note) == (1, 2, "Damaged, or not shown: 1.")


def test_a_broken_item_is_left_out_and_the_rest_goes_on(hubs) -> None:
    hub = hubs(lora(1, "x/ada-wren"))
    good = json.loads(
        json.dumps({"_id": "a" * 24, "id": "x/ada-wren", "tags": ["lora"], "lastModified": "2026-05-01T00:00:00Z"})
    )
    broken = [None, 5, "text", [], {}, {"_id": "a" * 24}, {"_id": 7, "id": "x/y"}, {"_id": "b" * 24, "id": "<b>/y"}]
    body = json.dumps([*broken, good]).encode()
    hub.fault = lambda asked: Reply(200, {}, body) if "filter" in asked.query else None
    steps = look(hub, Question())
    assert list(found(steps)) == ["x/ada-wren"]
    assert "Entries that were not as they should be, and were left out: 8." in part(steps, "names").note


def test_a_hub_that_falls_silent_is_not_asked_for_every_file(hubs) -> None:
    hub = hubs(*(lora(n, f"x/ada-wren-{n}") for n in range(20)))
    hub.fault = lambda asked: Reply(200, {"Content-Length": "99"}, b"cut") if "README" in asked.path else None
    with pytest.raises(Unreachable):
        look(hub)
    assert sum("README" in asked.path for asked in hub.asked) == 2 * 3  # each is asked for once more


def test_a_closed_door_ends_the_run(hub) -> None:
    with pytest.raises(NetworkError):
        run(source(hub), ADA, opened())
    assert not hub.asked
