"""The artist's own site: files into a folder, and a live site through the real door, over real sockets."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from datadiligence.rules import TDMRepHeader, XRobotsTagHeader
from sources.served import Asked, Reply, serving

from artistguard.model.egress import Purpose
from artistguard.model.errors import (
    DiskFull,
    NetworkOff,
    NotAgreed,
    Sealed,
    TooLarge,
    Unreachable,
    Unreadable,
    UsageError,
)
from artistguard.model.rights import Rights
from artistguard.website import files
from artistguard.website.terms import terms_of
from artistguard.workflow import captures, clients, consents, presets, website, website_check
from artistguard.workflow.site_files import State
from artistguard.workflow.studio import Studio
from artistguard.workflow.website import SitePlan

PAGE = '<html><head>{meta}</head><body><img src="/a.jpg" alt="harbour"></body></html>'


def states(plan: SitePlan) -> dict[str, State]:
    return {file.path: file.state for file in plan.files}


def put(studio: Studio, folder: Path, **options: object) -> SitePlan:
    plan = website.plan(studio, folder, "ada.example", **options)
    website.write(studio, plan)
    return plan


def test_written_twice_nothing_changes(studio: Studio, tmp_path: Path) -> None:
    site = tmp_path / "site"
    first = put(studio, site)
    assert set(states(first).values()) == {State.NEW}
    assert (site / ".well-known" / "tdmrep.json").is_file()
    before = {path: path.read_bytes() for path in site.rglob("*") if path.is_file()}
    assert set(states(put(studio, site)).values()) == {State.UNCHANGED}
    assert before == {path: path.read_bytes() for path in site.rglob("*") if path.is_file()}  # and no temporary
    acts = [entry for entry in studio.catalogue.custody.iterate() if entry.act == "website-written"]
    assert len(acts) == 1


def test_what_others_wrote_stays(studio: Studio, tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (site / "robots.txt").write_text("User-agent: *\nDisallow: /private/\n")
    (site / "ai.txt").write_text("mine")
    (site / "license.xml").mkdir()
    plan = put(studio, site)
    kept = {file.path for file in plan.files if file.error is not None}
    assert kept == {"robots.txt", "ai.txt", "license.xml"}
    assert (site / "ai.txt").read_text() == "mine"
    assert (site / "robots.txt").read_text() == "User-agent: *\nDisallow: /private/\n"
    merged = put(studio, site, merge=site / "robots.txt")
    assert states(merged)["robots.txt"] is State.REPLACED
    assert (site / "robots.txt").read_text().startswith("User-agent: *\nDisallow: /private/\nContent-Usage: ")
    assert states(put(studio, site))["robots.txt"] is State.UNCHANGED  # it is ours now, and theirs is still in it
    (site / "robots.txt").write_text((site / "robots.txt").read_text() + "\nUser-agent: x\nDisallow: /y\n")
    assert states(put(studio, site))["robots.txt"] is State.KEPT
    assert states(put(studio, site, overwrite=True))["ai.txt"] is State.REPLACED
    assert "Disallow: /y" in (site / "robots.txt").read_text()  # overwriting adds to a robots.txt, too


def test_another_preset_replaces_ours_and_names_what_is_left_over(studio: Studio, tmp_path: Path) -> None:
    site = tmp_path / "site"
    asking = put(studio, site, preset="Ask me")
    assert "'Ask me' needs somewhere to ask" in asking.notes[0]
    plan = put(studio, site)
    assert states(plan)["tdm-policy.html"] is State.REPLACED
    assert any(note.startswith("tdm-policy.json was written here before") for note in plan.notes)


@pytest.mark.parametrize("domain", ["*.ada.example", "no host", "localhost", "ada.example:8080", "", "https://"])
def test_what_is_no_domain_is_refused(studio: Studio, tmp_path: Path, domain: str) -> None:
    with pytest.raises(UsageError):
        website.plan(studio, tmp_path, domain)


def test_a_domain_in_other_letters_and_as_a_link(studio: Studio, tmp_path: Path) -> None:
    assert website.plan(studio, tmp_path, "https://Küste.example/about").domain == "xn--kste-0ra.example"


def test_a_merge_file_that_cannot_be_read(studio: Studio, tmp_path: Path) -> None:
    with pytest.raises(Unreadable):
        website.plan(studio, tmp_path, "ada.example", merge=tmp_path / "nowhere.txt")
    (tmp_path / "long.txt").write_bytes(b"#" * (1 << 21))
    with pytest.raises(TooLarge):
        website.plan(studio, tmp_path, "ada.example", merge=tmp_path / "long.txt")


def test_a_folder_that_is_a_file(studio: Studio, tmp_path: Path) -> None:
    (tmp_path / "site").write_text("a file")
    with pytest.raises(Exception, match=r"."):
        put(studio, tmp_path / "site")
    assert (tmp_path / "site").read_text() == "a file"


def test_a_full_disk_leaves_no_half_file(studio: Studio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = tmp_path / "site"
    put(studio, site, preset="Ask me")
    before = {path: path.read_bytes() for path in site.rglob("*") if path.is_file()}

    def full(fd: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        with pytest.raises(DiskFull):
            put(studio, site)
    assert before == {path: path.read_bytes() for path in site.rglob("*") if path.is_file()}
    assert State.KEPT not in states(put(studio, site)).values()


# --- a live site


@dataclass
class Site:
    """What a server on loopback serves: by path, and with these headers everywhere."""

    folder: Path
    headers: dict[str, str] = field(default_factory=dict)
    meta: str = ""
    replies: dict[str, Reply] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def answer(self, asked: Asked) -> Reply:
        self.asked.append(asked.path)
        if asked.path in self.replies:
            return self.replies[asked.path]
        if asked.path == "/":
            return Reply(200, PAGE.format(meta=self.meta).encode(), {"Content-Type": "text/html", **self.headers})
        if asked.path == "/a.jpg":
            return Reply(200, b"jpg", self.headers)
        path = self.folder / asked.path.lstrip("/")
        return Reply(200, path.read_bytes(), self.headers) if path.is_file() else Reply(404)


@contextmanager
def live(studio: Studio, site: Site, *, agree: bool = True) -> Iterator[str]:
    with serving(site.answer) as endpoint:
        own = endpoint.removeprefix("http://")
        studio.save(replace(studio.settings, network=True, local_hosts=own))
        if agree:
            consents.agree(studio, own, [Purpose.CHECK], "shown")
        yield f"{endpoint}/"


@pytest.fixture
def site(studio: Studio, tmp_path: Path) -> Site:
    """A site that serves everything that is written, with headers and metas."""
    folder = tmp_path / "site"
    put(studio, folder)
    _, version = presets.default(studio.catalogue)
    terms = terms_of("ada.example", version.reservation, version.rights, "")
    return Site(folder, files.headers(terms), files.meta(terms))


def test_a_site_that_serves_all_of_it(studio: Studio, site: Site) -> None:
    with live(studio, site) as url:
        found = website_check.check(studio, url)
        again = website_check.check(studio, url)
    # robots.txt leads to the licence of ada.example, which was not asked for without consent
    assert found.missing == ("ada.example",)
    assert {row.id for row in found.readers if row.sees is not True} == {"rsl"}
    assert site.asked[:5] == ["/", "/robots.txt", "/.well-known/tdmrep.json", "/ai.txt", "/a.jpg"]
    assert (found.since, found.drift) == (None, ())
    assert (again.since, again.drift) == (found.at, ())
    robots = next(part for part in found.parts if part.name == "robots.txt")
    assert captures.read(studio, robots.sha256) == (site.folder / "robots.txt").read_bytes()
    checked = [entry for entry in studio.catalogue.custody.iterate() if entry.act == "website-checked"]
    assert len(checked) == 2
    assert checked[0].details["captures"]["robots.txt"] == robots.sha256


def test_datadiligence_sees_it_over_the_wire(studio: Studio, site: Site) -> None:
    with live(studio, site) as url:
        assert not XRobotsTagHeader().is_allowed(url=f"{url}a.jpg")
        assert not TDMRepHeader().is_allowed(url=f"{url}a.jpg")
        site.headers = {}
        assert XRobotsTagHeader().is_allowed(url=f"{url}a.jpg")


def test_what_drifted_is_named(studio: Studio, site: Site) -> None:
    (site.folder / "robots.txt").write_text((site.folder / "robots.txt").read_text().replace("ada.example", "x"))
    with live(studio, site) as url:
        website_check.check(studio, url)
        site.headers = {}
        (site.folder / "robots.txt").write_text("User-agent: *\nAllow: /\n")
        (site.folder / "ai.txt").write_text((site.folder / "ai.txt").read_text() + "# a word\n")
        drift = {part.what: part for part in website_check.check(studio, url).drift}
        assert website_check.check(studio, url).drift == ()
    worse = {what for what, part in drift.items() if part.worse}
    assert worse >= {"AI collectors that read robots.txt", "Readers of Content-Usage (AIPREF)"}
    assert drift["robots.txt"].before.startswith("refuses 18 of 18")
    assert drift["robots.txt"].after.startswith("refuses 0 of 18")
    assert drift["ai.txt"].after == "its bytes changed; what it tells readers did not"
    assert "TDMRep readers, for a picture" not in drift  # tdmrep.json still says so


def test_an_outage_is_a_gap_and_hides_no_drift(studio: Studio, site: Site) -> None:
    with live(studio, site) as url:
        website_check.check(studio, url)
        site.replies["/robots.txt"] = Reply(503)
        out = website_check.check(studio, url)
        assert out.gaps[0] == "robots.txt: answered 503"
        assert out.drift == ()
        site.replies["/robots.txt"] = Reply(404)
        back = website_check.check(studio, url)
    assert [part.before for part in back.drift if part.what == "AI collectors that read robots.txt"] == ["yes"]


def test_hostile_answers_are_bounded(studio: Studio, site: Site) -> None:
    site.replies = {
        "/robots.txt": Reply(200, b"User-agent: *\n" * 200_000),
        "/.well-known/tdmrep.json": Reply(200, b"[" * 500_000),
        "/ai.txt": Reply(302, headers={"Location": "https://elsewhere.example/ai.txt"}),
        "/license.xml": Reply(200, b"<a>" * 100_000),
        "/a.jpg": Reply(302, headers={"Location": "http://169.254.169.254/"}),
    }
    with live(studio, site) as url:
        found = website_check.check(studio, url)
    parts = {part.name: part for part in found.parts}
    assert parts["robots.txt"].status is None
    assert parts["ai.txt"].says == ("is at elsewhere.example, which you have not agreed to",)
    assert "elsewhere.example" in found.missing
    assert parts["picture"].status is None
    assert {row.id: row.sees for row in found.readers}["robots"] is None


def test_text_that_no_ledger_could_hold_is_kept_in_order(studio: Studio, site: Site) -> None:
    rule = rb'[{"location": "/", "tdm-reservation": 1, "tdm-policy": "\ud800\u0000\u001b[31m"}]'
    site.replies["/.well-known/tdmrep.json"] = Reply(200, rule)
    with live(studio, site) as url:
        parts = {part.name: part for part in website_check.check(studio, url).parts}
        assert website_check.check(studio, url).drift == ()
    assert parts[".well-known/tdmrep.json"].says[1] == "names a policy: \ufffd\ufffd\ufffd[31m"
    assert studio.catalogue.custody.verify().whole


def test_nothing_is_sent_without_switch_consent_or_under_a_seal(studio: Studio, site: Site) -> None:
    with live(studio, site, agree=False) as url:
        with pytest.raises(NotAgreed):
            website_check.check(studio, url)
        assert "GET / HTTP/1.1" in website_check.would_send(url).request
        clients.add(studio, "Nocturne Films", Rights(contact_url=url))
        consents.agree(studio, url.split("/")[2], [Purpose.CHECK], "shown")
        with pytest.raises(Sealed):
            website_check.check(studio, url)
        studio.save(replace(studio.settings, network=False))
        with pytest.raises(NetworkOff):
            website_check.check(studio, url)
    assert site.asked == []
    assert studio.catalogue.meta.get("website.files")  # what was written is remembered, what was refused is not


def test_a_site_that_is_away_is_an_error(studio: Studio) -> None:
    studio.save(replace(studio.settings, network=True, local_hosts="127.0.0.1:9"))
    consents.agree(studio, "127.0.0.1:9", [Purpose.CHECK], "shown")
    with pytest.raises(Unreachable):
        website_check.check(studio, "http://127.0.0.1:9/")
