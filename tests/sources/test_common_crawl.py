"""Common Crawl: which of one's own pages it holds, through the real door: of a double, and of recorded answers."""

import base64
import gzip
import json
import zlib
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sources.crawl_double import CrawlDouble, Fetched, member, said
from sources.served import START, Asked, Ledger, Reply, opened, run, serving

from artistguard.formats import robots
from artistguard.model.egress import Purpose
from artistguard.model.errors import ComeBackLater, Damaged, NetworkError, NotAgreed, Refused, Unreachable, UsageError
from artistguard.model.names import FieldKind
from artistguard.model.watching import CandidateKind, Question, Step
from artistguard.sources import crawl_index, crawl_records
from artistguard.sources.base import Asker
from artistguard.sources.common_crawl import CommonCrawl
from artistguard.sources.crawl_index import Target

SAMPLES = Path(__file__).parents[3] / "shared" / "samples" / "common-crawl"
OWN = Question(addresses=("https://www.example.com/",))
HOME = b"""<html><head><base href="/art/"></head><body>
<img src="fox.jpg" alt="A fox in the snow, by Ada"><img srcset="owl-300.webp 300w, /big/owl.webp 900w" alt="An owl">
<img src="data:image/gif;base64,R0lGOD"><script>"<img src=no.png>"</script></body></html>"""
ROBOTS = b"User-agent: GPTBot\n\nUser-agent: CCBot\nDisallow: /\n\nUser-agent: *\nAllow: /\nContent-Usage: train-ai=n\n"


@pytest.fixture
def serve():
    """serve(*fetched) gives a double that answers until the test ends."""
    with ExitStack() as stack:

        def start(*fetched: Fetched, **more) -> CrawlDouble:
            return stack.enter_context(CrawlDouble(*fetched, **more).served())

        yield start


def source(double: CrawlDouble) -> CommonCrawl:
    return CommonCrawl(double.index, double.data, clock=lambda: START)


def look(double: CrawlDouble, question: Question = OWN, checkpoint=None, **more):
    return run(source(double), question, opened(double.index, double.data), checkpoint, **more)


def until_trouble(double: CrawlDouble) -> tuple[list[Step], NetworkError | None]:
    """The steps of a run before it ended in an error, and the error."""
    steps: list[Step] = []
    try:
        steps.extend(source(double).look(OWN, {}, Asker(opened(double.index, double.data))))
    except NetworkError as error:
        return steps, error
    return steps, None


def found(steps) -> dict:
    return {candidate.key: candidate for step in steps for candidate in step.candidates}


def words(candidate, field: FieldKind) -> list[str]:
    return [text.text for text in candidate.texts if text.field is field]


def notes(steps) -> str:
    return " ".join(coverage.note for coverage in steps[-1].coverage)


def covered(steps, unit: str):
    return next(coverage for coverage in steps[-1].coverage if coverage.unit == unit)


# --- what is seen


def test_a_crawled_site_as_a_candidate(serve) -> None:
    double = serve(
        Fetched("https://www.example.com/", HOME),
        Fetched("https://shop.example.com/about", b"<p>x</p>", at="20250806120000"),
        Fetched("https://www.example.com/gone", status=404),
        Fetched("https://www.example.com/feed.xml", mime="text/xml"),
        Fetched("https://www.example.com/robots.txt", ROBOTS, mime="text/plain", subset="robotstxt"),
        Fetched("https://notexample.com/", HOME),
    )
    steps = look(double)
    (one,) = found(steps).values()
    assert (one.source, one.kind, one.key) == ("common-crawl", CandidateKind.PAGE, "CC-MAIN-2025-33 example.com")
    assert one.title == "example.com in Week 33 2025 Index"
    assert one.rows == 2
    assert one.created_at == datetime(2025, 8, 4, 10, 33, 29, tzinfo=UTC)
    assert one.note == (
        "Common Crawl fetched 2 pages of example.com from 2025-08-04 to 2025-08-06. "
        "Pages read: 2, pictures in them: 2. "
        "Its robots.txt on 2025-08-04: it refused CCBot; refused were 2 of 18 AI collectors. "
        "Data sets such as LAION and COYO were built from such crawls."
    )
    assert one.kinship == ("crawled:example.com",)
    assert words(one, FieldKind.URL) == ["https://www.example.com/", "https://shop.example.com/about"]
    assert words(one, FieldKind.CAPTION) == ["A fox in the snow, by Ada", "An owl"]
    assert [(picture.url, picture.name) for picture in one.pictures] == [
        ("https://www.example.com/art/fox.jpg", "fox.jpg"),
        ("https://www.example.com/big/owl.webp", "owl.webp"),
    ]
    note, fact = words(one, FieldKind.CARD)
    assert note == one.note
    assert fact.startswith("On 2025-08-04, https://www.example.com/robots.txt refused CCBot, GPTBot and allowed ")
    assert "Google-Extended" in fact.partition("allowed")[2]
    assert fact.endswith("and said Content-Usage: train-ai=n.")
    kept = {captured.capture.sha256: captured.body for step in steps for captured in step.captures}
    assert set(one.captures) == set(kept)
    assert any(body == member_of(double, "https://www.example.com/") for body in kept.values())
    assert covered(steps, "pages").searched == 2
    assert covered(steps, "crawls").whole


def member_of(double: CrawlDouble, url: str) -> bytes:
    line = next(line for _, line in double.lines if line["url"] == url)
    start = int(line["offset"])
    return double.files[line["filename"]][start : start + int(line["length"])]


def test_nothing_found_is_no_candidate_and_whole(serve) -> None:
    double = serve()
    steps = look(double)
    assert found(steps) == {}
    assert covered(steps, "crawls").whole
    assert [asked.path for asked in double.asked] == ["/collinfo.json", "/CC-MAIN-2025-33-index"]


def test_without_an_address_nothing_is_asked(serve) -> None:
    double = serve()
    for addresses in ((), ("https://www.instagram.com/",), ("me@example.com", "@ada@art.example", "  ")):
        steps = look(double, Question(addresses=addresses))
        assert "no web address" in notes(steps)
    assert double.asked == []


def test_an_account_on_a_shared_host_is_asked_for_by_its_beginning(serve) -> None:
    double = serve(
        Fetched("https://www.deviantart.com/ada-wren", HOME),
        Fetched("https://www.deviantart.com/ada-wren/gallery", HOME),
        Fetched("https://www.deviantart.com/ada-wrens-fan", HOME),
    )
    steps = look(double, Question(addresses=("https://www.deviantart.com/ada-wren",)))
    (one,) = found(steps).values()
    assert one.key == "CC-MAIN-2025-33 deviantart.com/ada-wren"
    assert one.rows == 2
    assert {asked.one("url") for asked in double.asked if asked.query} == {"deviantart.com/ada-wren*"}
    assert words(one, FieldKind.CARD) == [one.note]  # a shared host's robots.txt says nothing of the artist's wishes


def test_targets() -> None:
    addresses = ("https://example.com/index.html", "example.com", "http://www.bücher.example", "artstation.com/ada/")
    assert [(target.host, target.path) for target in crawl_index.targets(addresses)] == [
        ("example.com", ""),
        ("xn--bcher-kva.example", ""),
        ("artstation.com", "ada"),
    ]


def test_newest_first_then_only_what_is_new(serve) -> None:
    crawls = ("CC-MAIN-2024-10", "CC-MAIN-2025-33", "CC-MAIN-2025-30")
    double = serve(*(Fetched("https://example.com/", HOME, crawl) for crawl in crawls), crawls=crawls)
    steps = look(double)
    assert [key[:15] for key in found(steps)] == ["CC-MAIN-2025-33", "CC-MAIN-2025-30", "CC-MAIN-2024-10"]
    double.asked.clear()
    again = look(double, checkpoint=json.loads(json.dumps(steps[-1].checkpoint)))
    assert found(again) == {}
    assert double.asked == []  # the list of crawls is a month good
    assert covered(again, "crawls").whole
    double.crawls = ("CC-MAIN-2025-38", *crawls)
    double.add(Fetched("https://example.com/", HOME, "CC-MAIN-2025-38"))
    later = CommonCrawl(double.index, double.data, clock=lambda: START + timedelta(days=31))
    third = run(later, OWN, opened(double.index, double.data), again[-1].checkpoint)
    assert [key[:15] for key in found(third)] == ["CC-MAIN-2025-38"]


def test_pictures_that_another_crawl_showed_are_not_offered_again(serve) -> None:
    crawls = ("CC-MAIN-2025-33", "CC-MAIN-2025-30")
    more = HOME.replace(b"</body>", b"<img src=/early.png></body>")
    double = serve(
        Fetched("https://example.com/", HOME), Fetched("https://example.com/", more, crawls[1]), crawls=crawls
    )
    steps = look(double)
    assert [[shown.name for shown in one.pictures] for one in found(steps).values()] == [
        ["fox.jpg", "owl.webp"],
        ["early.png"],
    ]
    rest = look(double, checkpoint=json.loads(json.dumps(steps[0].checkpoint)))
    assert [[shown.name for shown in one.pictures] for one in found(rest).values()] == [["early.png"]]


def test_another_address_is_looked_for_in_every_crawl(serve) -> None:
    double = serve(Fetched("https://example.com/", HOME), Fetched("https://ada.example/", HOME))
    first = look(double)
    both = Question(addresses=("example.com", "ada.example"))
    assert list(found(look(double, both, first[-1].checkpoint))) == ["CC-MAIN-2025-33 ada.example"]


def test_only_so_many_crawls_and_pages_where_the_watch_says_so(serve) -> None:
    crawls = ("CC-MAIN-2025-33", "CC-MAIN-2025-30")
    pages = [Fetched(f"https://example.com/{n:03}", HOME, crawl) for crawl in crawls for n in range(30)]
    double = serve(*pages, crawls=crawls)
    steps = look(double, Question(addresses=("example.com",), params={"crawls": 1, "pages": 2}))
    (one,) = found(steps).values()
    assert one.rows == 30
    assert covered(steps, "pages").searched == 2
    assert "at most 2 pages" in notes(steps)
    typed = Question(addresses=("example.com",), params={"crawls": "1"})
    assert len(found(look(double, typed))) == 1


@pytest.mark.parametrize("params", [{"crawls": "all"}, {"pages": -1}, {"pages": 101}, {"crawls": True}, {"years": 2}])
def test_parameters_that_are_none_are_told(serve, params) -> None:
    with pytest.raises(UsageError):
        source(serve()).plan(Question(params=params))


def test_a_large_site_is_counted_as_far_as_it_was_read(serve) -> None:
    double = serve(*(Fetched(f"https://example.com/{n:03}", b"x") for n in range(50)), page=10)
    steps = look(double)
    (one,) = found(steps).values()
    assert one.rows == 30
    assert "at least 30 pages" in one.note


def test_an_index_page_without_a_hit_is_no_end(serve) -> None:
    moved = [Fetched(f"https://example.com/{n}", status=301) for n in range(10)]
    double = serve(*moved, Fetched("https://example.com/here", HOME), page=10)
    (one,) = found(look(double)).values()
    assert one.rows == 1


def test_a_page_fetched_twice_counts_once_and_both_dates_are_told(serve) -> None:
    double = serve(Fetched("https://example.com/", HOME), Fetched("https://example.com/", HOME, at="20250809000000"))
    (one,) = found(look(double)).values()
    assert one.rows == 1
    assert "1 page of example.com from 2025-08-04 to 2025-08-09" in one.note


def test_a_spent_budget_goes_on_with_the_next_run(serve) -> None:
    crawls = tuple(f"CC-MAIN-2025-{week:02}" for week in range(10, 40))
    double = serve(*(Fetched("https://example.com/", HOME, crawl) for crawl in crawls), crawls=crawls)
    seen: set[str] = set()
    checkpoint: dict = {}
    for _ in range(40):
        steps = look(double, checkpoint=checkpoint, most=20)
        assert not seen & set(found(steps))
        seen |= set(found(steps))
        checkpoint = steps[-1].checkpoint
        if covered(steps, "crawls").whole:
            break
        assert "follow with the next runs" in notes(steps)
    assert len(seen) == 30


def test_the_smallest_budget_still_comes_forward(serve) -> None:
    double = serve(Fetched("https://example.com/", HOME), Fetched("https://example.com/a", HOME))
    steps = look(double, most=4)
    assert list(found(steps)) == ["CC-MAIN-2025-33 example.com"]


def test_killed_after_any_step_nothing_is_lost(serve) -> None:
    crawls = ("CC-MAIN-2025-33", "CC-MAIN-2025-30", "CC-MAIN-2024-10")
    double = serve(*(Fetched("https://example.com/", HOME, crawl) for crawl in crawls), crawls=crawls)
    whole = look(double)
    for cut in range(1, len(whole)):
        rest = look(double, checkpoint=json.loads(json.dumps(whole[cut - 1].checkpoint)))
        assert set(found(whole[:cut])) | set(found(rest)) == set(found(whole))
        assert not set(found(whole[:cut])) & set(found(rest))


def test_the_plan_is_what_leaves_and_says_which_address(serve) -> None:
    double, ledger = serve(Fetched("https://example.com/", HOME)), Ledger()
    plan = source(double).plan(OWN)
    run(source(double), OWN, opened(double.index, double.data, ledger=ledger))
    left = [entry for entry in ledger.entries.values() if entry.url.startswith(double.index)]
    assert [planned.url.replace("CC-MAIN-YYYY-WW", "CC-MAIN-2025-33") for planned in plan] == [
        entry.url for entry in left
    ]
    assert [planned.bytes_out for planned in plan] == [entry.bytes_out for entry in left]
    assert {entry.subjects.addresses for entry in ledger.entries.values()} == {(), ("https://www.example.com/",)}


class IndexOnly:
    """Double of the user's consents: the index is agreed to, where the pages lie is not."""

    def __init__(self, double: CrawlDouble) -> None:
        self.refused = double.data.removeprefix("http://")

    def check(self, authority: str, purpose: Purpose) -> None:
        if authority == self.refused:
            raise NotAgreed("Not agreed.")


def test_without_consent_for_the_pages_the_index_is_read_and_the_rest_later(serve) -> None:
    crawls = ("CC-MAIN-2025-33", "CC-MAIN-2025-30")
    double = serve(*(Fetched("https://example.com/", HOME, crawl) for crawl in crawls), crawls=crawls)
    door = opened(double.index, double.data, consents=IndexOnly(double))
    steps = run(source(double), OWN, door)
    assert len(found(steps)) == 2
    assert not any(one.pictures for one in found(steps).values())
    assert "You have not agreed to" in notes(steps)
    assert not any("range" in asked.headers for asked in double.asked)
    again = run(source(double), OWN, door, steps[-1].checkpoint)
    assert list(found(again)) == ["CC-MAIN-2025-33 example.com"]  # one tells whether it was agreed to
    then = look(double, checkpoint=again[-1].checkpoint)
    assert {key: len(one.pictures) for key, one in found(then).items()} == {
        "CC-MAIN-2025-33 example.com": 2,
        "CC-MAIN-2025-30 example.com": 0,  # the same ones
    }
    assert all("Pages read: 1, pictures in them: 2." in one.note for one in found(then).values())
    assert covered(then, "crawls").whole
    assert found(look(double, checkpoint=then[-1].checkpoint)) == {}


# --- robots.txt


def test_robots_that_the_index_does_not_hold_is_said(serve) -> None:
    steps = look(serve(Fetched("https://example.com/", HOME)))
    assert "the index holds no robots.txt" in notes(steps)
    assert "columnar index" in notes(steps)


def test_robots_that_was_not_there_and_robots_that_changed(serve) -> None:
    def said_then(at: str, body: bytes, status: int = 200) -> Fetched:
        return Fetched("https://example.com/robots.txt", body, "CC-MAIN-2025-33", at, status, "text/plain", "robotstxt")

    double = serve(
        Fetched("https://example.com/", HOME),
        said_then("20250802000000", b"", 404),
        said_then("20250805000000", ROBOTS),
        said_then("20250806000000", ROBOTS),
        said_then("20250803000000", b"moved", 301),
    )
    (one,) = found(look(double)).values()
    facts = words(one, FieldKind.CARD)[1:]
    assert facts[0] == "On 2025-08-02, https://example.com/robots.txt was not there (404): nobody was refused."
    assert facts[1].startswith("On 2025-08-05, https://example.com/robots.txt refused CCBot, GPTBot")
    assert len(facts) == 2


@pytest.mark.parametrize(
    ("body", "refused"),
    [
        (b"", ()),
        (b"User-agent: *\nDisallow: /", ("CCBot", "GPTBot")),
        (b"User-agent: *\nDisallow:", ()),
        (b"user-agent: gptbot # them\ndisallow: / # all", ("GPTBot",)),
        (b"\xef\xbb\xbfUser-agent: GPTBot\r\n\r\nDisallow: /\r\n", ("GPTBot",)),
        (b"User-agent: GPTBot\nCrawl-delay: " + b"9" * 5000 + b"\nDisallow: /", ("GPTBot",)),
        (b"User-agent: GPTBot\nDisallow: /art\nUser-agent: CCBot\nDisallow: /", ("CCBot",)),
        (b"Disallow: /\n\xff\xfe: \x00\n:::\nUser-agent", ()),
        (b"User-agent: CCBot\nDisallow: /\n" * 20_000, ("CCBot",)),
    ],
    ids=["empty", "all", "none", "comments", "mark-and-gap", "delay", "parts", "rubbish", "long"],
)
def test_robots_as_it_is_read(body, refused) -> None:
    assert robots.read(body, ("CCBot", "GPTBot")).refused == refused


def test_agents_are_data_with_a_source() -> None:
    names = [agent.name for agent in robots.agents()]
    assert {"CCBot", "GPTBot", "Google-Extended"} <= set(names)
    assert len(set(names)) == len(names)
    assert all(agent.operator and agent.what.endswith(".") for agent in robots.agents())


# --- traps of the two hosts


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_a_busy_host_is_come_back_to_and_nothing_is_lost(serve, status) -> None:
    crawls = ("CC-MAIN-2025-33", "CC-MAIN-2025-30")
    double = serve(*(Fetched("https://example.com/", HOME, crawl) for crawl in crawls), crawls=crawls)
    double.fault = lambda asked: Reply(status) if "2025-30" in asked.path else None
    steps, error = until_trouble(double)
    assert isinstance(error, ComeBackLater)
    assert list(found(steps)) == ["CC-MAIN-2025-33 example.com"]
    double.fault = lambda asked: None
    assert list(found(look(double, checkpoint=steps[-1].checkpoint))) == ["CC-MAIN-2025-30 example.com"]


@pytest.mark.parametrize("status", [401, 403, 410, 451])
def test_any_other_status_of_the_index_ends_the_run_in_words(serve, status) -> None:
    double = serve()
    double.fault = lambda asked: Reply(status)
    with pytest.raises(Unreachable, match=str(status)):
        look(double)


def _whole_file(asked: Asked) -> Reply | None:
    return Reply(200, b"x" * 100_000) if "range" in asked.headers else None


FAULTS = {
    "the whole file": _whole_file,
    "a length that lies": lambda asked: (
        Reply(206, b"x", {"Content-Length": "9999999999"}) if "range" in asked.headers else None
    ),
    "another part": lambda asked: (
        Reply(206, b"x" * 10, {"Content-Range": "bytes 5-14/20"}) if "range" in asked.headers else None
    ),
    "cut": lambda asked: Reply(206, b"x" * 10, cut=5) if "range" in asked.headers else None,
    "gone": lambda asked: Reply(404) if "range" in asked.headers else None,
    "forbidden": lambda asked: Reply(403) if "range" in asked.headers else None,
    "no such part": lambda asked: Reply(416) if "range" in asked.headers else None,
    "elsewhere": lambda asked: (
        Reply(302, b"", {"Location": "http://127.0.0.1:9/x"}) if "range" in asked.headers else None
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_record_that_cannot_be_had_costs_no_find(serve, fault) -> None:
    double = serve(Fetched("https://example.com/", HOME))
    double.fault = FAULTS[fault]
    steps = look(double)
    (one,) = found(steps).values()
    assert one.pictures == ()
    assert "1 could not be read" in notes(steps)
    assert covered(steps, "pages").searched == 0


def test_damaged_and_foreign_lines_are_left_out_and_counted(serve) -> None:
    double = serve(Fetched("https://example.com/", HOME))
    good = json.dumps(double.lines[0][1]).encode()
    foreign = json.dumps({**double.lines[0][1], "url": "https://evil.example/"}).encode()
    rubbish = [b"{", b"[" * 50_000, b"null", b"5", b'{"url": 5}', b'{"url": "https://example.com/", "timestamp": "x"}']
    body = b"\n".join([*rubbish, foreign, good, b"", b"\xff\xfe"])
    double.fault = lambda asked: Reply(200, body) if asked.one("filter") else None
    steps = look(double)
    (one,) = found(steps).values()
    assert one.rows == 1
    assert "8 lines of the index were of no use" in notes(steps)


@pytest.mark.parametrize(
    "wrong", [None, True, -1, 1e300, "x", "\x00\ud800", [], {}, "9" * 5_000, "../../etc"], ids=repr
)
def test_wrong_types_in_every_field_of_a_line(wrong) -> None:
    line = CrawlDouble(Fetched("https://example.com/", HOME)).lines[0][1]
    for name in line:
        body = json.dumps({**line, name: wrong}).encode()
        for one in crawl_index.lines(body, Target("example.com"))[0]:
            assert one.file == "" or (crawl_records.wanted(one) and crawl_records.range_of(one).startswith("bytes="))
    crawl = {"id": "CC-MAIN-2025-33", "name": "x", "from": "x", "to": "x"}
    for name in crawl:
        crawl_index.crawls([{**crawl, name: wrong}, wrong])
    crawl_index.crawls(wrong)
    crawl_index.page_count(json.dumps(wrong).encode())


@pytest.mark.parametrize("body", [b"", b"null", b"[]", b'[{"id": 5}]', b'[{"id": "../../etc"}]', b"[" * 100_000])
def test_a_list_of_crawls_that_is_none_is_refused(serve, body) -> None:
    double = serve()
    double.fault = lambda asked: Reply(200, body)
    with pytest.raises(Refused):
        look(double)


@pytest.mark.parametrize(
    "checkpoint",
    [
        {"listed_at": 5, "crawls": {"a": 1}, "done": [1]},
        {"listed_at": "2026-11-26T09:00:00+00:00", "crawls": [5, None], "done": {"example.com": 7}},
        {"listed_at": "2036-11-26T09:00:00+00:00", "crawls": [{"id": "CC-MAIN-2020-10"}], "done": {"example.com": [1]}},
    ],
)
def test_a_strange_checkpoint_is_no_trouble(serve, checkpoint) -> None:
    double = serve(Fetched("https://example.com/", HOME))
    try:
        steps = look(double, checkpoint=checkpoint)
    except Refused:
        pytest.fail("it must begin anew")
    assert list(found(steps)) == ["CC-MAIN-2025-33 example.com"]


# --- hostile records


LINE = crawl_index.Line("https://example.com/", START, 200, True, "D", "crawl-data/x/y.warc.gz", 0, 100)


def test_a_bomb_of_a_record_is_left() -> None:
    bomb = zlib.compressobj(9, wbits=zlib.MAX_WBITS | 16)
    packed = b"".join(bomb.compress(b"\x00" * (1 << 20)) for _ in range(64)) + bomb.flush()
    with pytest.raises(Damaged):
        crawl_records.read(packed, LINE)


def test_a_bomb_within_a_record_is_left() -> None:
    inner = gzip.compress(b"\x00" * (32 << 20))
    one = Fetched(LINE.url, inner, headers={"Content-Encoding": "gzip"})
    with pytest.raises(Damaged):
        crawl_records.read(member(one), LINE)


def test_another_pages_record_is_left() -> None:
    with pytest.raises(Damaged, match="another one"):
        crawl_records.read(member(Fetched("https://example.org/")), LINE)


def test_any_damage_is_told_as_such() -> None:
    """Every byte of a record's plain content changed, cut at every place: a record or Damaged, never anything else."""
    whole = gzip.decompress(member(Fetched(LINE.url, b"<p>x</p>")))
    for at in range(len(whole)):
        for changed in (whole[:at], whole[:at] + b"\xff" + whole[at + 1 :], whole[:at] + b"\r\n" + whole[at:]):
            _read_or_damaged(gzip.compress(changed, 1))
    packed = member(Fetched(LINE.url, b"<p>x</p>"))
    for at in range(len(packed)):
        _read_or_damaged(packed[:at])
        _read_or_damaged(packed[:at] + bytes([packed[at] ^ 255]) + packed[at + 1 :])
    for odd in (b"", b"WARC/1.0\r\n\r\n", b"<html>", b"\x00" * 1000, b"WARC/1.0\r\nContent-Length: -5\r\n\r\n"):
        _read_or_damaged(odd)
        _read_or_damaged(gzip.compress(odd))


def _read_or_damaged(packed: bytes) -> None:
    try:
        crawl_records.read(packed, LINE)
    except Damaged:
        return


@pytest.mark.parametrize(
    "page",
    [
        b"<img src='\x00\x1b[31m.png' alt='\x00\x1b[31m\xed\xa0\x80<b>'>",
        b"<img src=x alt=&#" + b"9" * 5000 + b";>",
        b"<img alt='" + b"a" * 100_000 + b"' src=y>" + b"<img src=z" * 50_000,
        b"".join(b"<img src=%d alt=%d>" % (n, n) for n in range(20_000)),
        b"\xff\xfe<\x00i\x00m\x00g\x00",
    ],
    ids=["control", "reference", "long", "many", "utf-16"],
)
def test_hostile_pages_are_bounded(serve, page) -> None:
    steps = look(serve(Fetched("https://example.com/", page), Fetched("https://example.com/b", HOME)))
    (one,) = found(steps).values()
    assert len(one.pictures) <= 300
    for text in one.texts:
        text.text.encode()
        assert "\x00" not in text.text
        assert "\x1b" not in text.text
        assert len(text.text) <= 4_096


@pytest.mark.parametrize("charset", ["zlib", "idna", "undefined", "punycode", "unicode_escape", "x" * 100, "latin-1"])
def test_strange_encodings_are_no_trouble(serve, charset) -> None:
    double = serve(Fetched("https://example.com/", HOME, mime=f"text/html; charset={charset}"))
    double.lines[0][1]["mime"] = "text/html"
    (one,) = found(look(double)).values()
    assert len(one.pictures) == 2


# --- recorded answers


@pytest.fixture(scope="module")
def recorded() -> list[dict]:
    if not SAMPLES.exists():
        pytest.skip("the recorded answers lie beside the repository, and are not here")
    return [
        json.loads(line)
        for name in ("collinfo", "cdx-hits", "cdx-small", "warc-range")
        for line in (SAMPLES / f"{name}.jsonl").read_text("utf-8").splitlines()
    ]


class Replay:
    """Gives recorded answers byte for byte; `showNumPages`, which was not recorded, as pywb's manual has it."""

    def __init__(self, recorded: list[dict]) -> None:
        self.recorded = recorded
        self.ranges: list[str] = []

    def index(self, asked: Asked) -> Reply:
        if asked.path == "/collinfo.json":
            return self._given(next(one for one in self.recorded if one["url"].endswith("/collinfo.json")))
        if asked.path != "/CC-MAIN-2025-33-index" or asked.one("url") != "*.commoncrawl.org":
            return self._given(next(one for one in self.recorded if one["response_status_code"] == 404))
        if asked.one("showNumPages"):
            return said(200, {"pages": 1, "pageSize": 5, "blocks": 1})
        if asked.one("page") not in ("", "0"):
            return self._given(next(one for one in self.recorded if one["response_status_code"] == 400))
        return self._given(
            next(one for one in self.recorded if (one["request_params"] or {}).get("url") == "commoncrawl.org/*")
        )

    def data(self, asked: Asked) -> Reply:
        self.ranges.append(asked.headers["range"])
        asked_for = asked.headers["range"].replace("=", " ")
        for one in self.recorded:
            given = one["response_headers"].get("Content-Range", "").partition("/")[0]
            if one["url"].endswith(asked.path) and given == asked_for:
                return self._given(one, base64.b64decode(one["response_text"]))
        return Reply(404)

    def _given(self, one: dict, body: bytes | None = None) -> Reply:
        body = one["response_text"].encode() if body is None else body
        headers = {name: value for name, value in one["response_headers"].items() if name not in _OF_THE_LINE}
        if headers.get("Content-Encoding") == "gzip":  # recorded unpacked
            body = gzip.compress(body)
        return Reply(one["response_status_code"], body, headers)


_OF_THE_LINE = ("Transfer-Encoding", "Connection", "Content-Length", "Date", "Server")


def test_recorded_answers_are_read(recorded) -> None:
    replay = Replay(recorded)
    with serving(replay.index) as index, serving(replay.data) as data:
        source_ = CommonCrawl(index, data, clock=lambda: START)
        question = Question(addresses=("commoncrawl.org",), params={"crawls": 3})
        steps = run(source_, question, opened(index, data))
    (one,) = found(steps).values()
    assert one.key == "CC-MAIN-2025-33 commoncrawl.org"
    assert one.title == "commoncrawl.org in August 2025 Index"
    assert one.rows == 2  # https://www.commoncrawl.org/ and https://commoncrawl.org/; the rest are redirects
    assert "from 2025-08-04 to 2025-08-05." in one.note
    assert "bytes=667474763-667481825" in replay.ranges
    assert len(one.pictures) > 5  # of the recorded copy of https://www.commoncrawl.org/
    assert all(picture.url.startswith("https://") for picture in one.pictures)
    assert "no robots.txt" in notes(steps)
    assert covered(steps, "crawls").searched == 3
    assert len(steps[-1].checkpoint["crawls"]) > 100


def test_recorded_records_are_read(recorded) -> None:
    ranged = [one for one in recorded if one["response_status_code"] == 206]
    assert len(ranged) == 2
    statuses = []
    for one, url in zip(ranged, ("https://www.commoncrawl.org/", "http://commoncrawl.org"), strict=True):
        packed = base64.b64decode(one["response_text"])
        line = crawl_index.Line(url, START, 200, True, "", "x", 0, len(packed))
        statuses.append(crawl_records.read(packed, line).status)
    assert statuses == [200, 301]


def test_recorded_crawls_are_newest_first(recorded) -> None:
    document = json.loads(next(one for one in recorded if one["url"].endswith("/collinfo.json"))["response_text"])
    found_ = crawl_index.crawls(document)
    assert len(found_) == len(document)
    assert found_[0].id == "CC-MAIN-2025-33"
    assert [crawl.end for crawl in found_] == sorted((crawl.end for crawl in found_), reverse=True)


def test_a_target_holds_what_is_its_own() -> None:
    assert Target("example.com").holds("https://a.b.example.com/x")
    assert not Target("example.com").holds("https://badexample.com/")
    assert not Target("example.com").holds("https://example.com.evil.org/")
    assert not Target("example.com").holds("ftp://example.com/")
    assert not Target("example.com").holds("https://[")
