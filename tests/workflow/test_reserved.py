"""What was reserved where on past days: the days are made with a clock that tests turn; nothing else is made up."""

from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pytest

from artistguard.model.artwork import Artwork, Edition, EditionRole, Location, PictureFacts
from artistguard.model.errors import CatalogueError, UsageError
from artistguard.model.identity import Identity
from artistguard.model.ids import new_id
from artistguard.model.registering import Item, Operation, Submission
from artistguard.model.reserved import GapKind, Reserved, Where
from artistguard.model.rights import DataUse, Permission, Reservation
from artistguard.registries import local
from artistguard.workflow import grants, outbox_steps, reserved, reserved_words, sign
from artistguard.workflow.import_ import import_
from artistguard.workflow.sign import SigningOrder
from artistguard.workflow.studio import Studio

FIRST = date(2026, 3, 1)
FORMS = {"cawg.training-mining", "c2pa.training-mining", "plus:DataMining", "tdm:reservation"}


class Calendar:
    """Noon of a day, in UTC, by the catalogue's clock."""

    def __init__(self, studio: Studio) -> None:
        self.now = datetime(2026, 3, 1, 12, tzinfo=UTC)
        studio.catalogue._database.clock = lambda: self.now

    def day(self, number: int) -> datetime:
        """Turn to a day of March 2026."""
        self.now = datetime(2026, 3, number, 12, tzinfo=UTC)
        return self.now


@pytest.fixture
def calendar(studio: Studio) -> Calendar:
    return Calendar(studio)


class Made:
    """A work whose life tests write: files, copies, lines of the ledger, as the verbs write them."""

    def __init__(self, studio: Studio, calendar: Calendar) -> None:
        self.studio, self.calendar = studio, calendar
        self.id = new_id()
        self.root = studio.catalogue.roots.ensure(studio.home / "pictures")
        self.preset, self.version = studio.catalogue.presets.create("Mine")
        self.master = self.edition(EditionRole.MASTER, "a.jpg")
        work = Artwork(self.id, studio.catalogue.works.next_number(), "Harbour", calendar.now)
        studio.catalogue.works.add(work, [(self.master, ())])

    def edition(self, role: EditionRole, path: str, **values: object) -> Edition:
        id_ = new_id()
        picture = PictureFacts(10, 10)
        place = Location(self.root, path)
        return Edition(id_, self.id, role, place, id_.ljust(64, "0"), "b" * 64, 9, 1, "jpeg", picture,
                       self.calendar.now, **values)  # type: ignore[arg-type]  # fmt: skip

    def signed(self, of: Edition, forms: dict[str, str] | None, sidecars: tuple[str, ...] = ()) -> Edition:
        copy = self.edition(
            EditionRole.SIGNED_COPY, f"out/{of.id}.jpg", parent_id=of.id, preset_version_id=self.version.id
        )
        self.studio.catalogue.works.add_edition(copy)
        details: dict[str, object] = {
            "work": self.id,
            "path": copy.location.path,
            "preset_version": self.version.id,
            "sidecars": list(sidecars),
        }
        if forms is not None:
            details["forms"] = forms
        self.studio.catalogue.custody.append("signed", copy.id, details)
        return copy

    def registered(self, edition: Edition) -> tuple[Submission, str]:
        item = Item(self.id, edition.id, edition.role, edition.sha256, edition.blake3)
        asked = Submission(local.NAME, Operation.DECLARE, (item,), self.version.id, self.version.reservation)
        declaration = f"declaration-{self.studio.catalogue.custody.head().seq}"
        self.studio.catalogue.custody.append(*local.line(asked, declaration))
        return asked, declaration

    def withdrawn(self, asked: Submission, declaration: str) -> None:
        [line] = [e for e in self.studio.catalogue.custody.iterate() if e.details.get("declaration") == declaration]
        back = local.LocalLedger().withdraw(local.receipt(line), asked, declaration)
        self.studio.catalogue.custody.append(*local.line(back, "withdrawal"))

    def declared(self, registry: str, act: str = outbox_steps.DECLARED, **more: object) -> None:
        """A line of the outbox about another registry."""
        details = {"work": self.id, "registry": registry, "preset_version": self.version.id, **more}
        self.studio.catalogue.custody.append(act, self.master.id, details)

    def on(self, number: int) -> Reserved:
        return reserved.on(self.studio, self.id, date(2026, 3, number), zone=UTC)


@pytest.fixture
def made(studio: Studio, calendar: Calendar) -> Made:
    calendar.day(2)
    return Made(studio, calendar)


def kinds(found: Reserved) -> set[GapKind]:
    return {gap.kind for gap in found.gaps}


def test_a_day_before_the_work_and_days_before_anything_was_said(made: Made) -> None:
    assert not made.on(1).known
    assert made.on(1).gaps == made.on(1).silent == ()
    found = made.on(5)
    assert found.known
    assert found.said == ()
    assert kinds(found) == {GapKind.NOTHING, GapKind.NO_COPY, GapKind.NO_REGISTRY, GapKind.NO_WEBSITE}
    assert found.silent == ((date(2026, 3, 2), date(2026, 3, 5)),)
    assert found.unbroken is None


def test_before_and_after_signing(made: Made, calendar: Calendar) -> None:
    calendar.day(5)
    made.signed(made.master, dict.fromkeys(FORMS, "file"))
    assert made.on(4).said == ()
    found = made.on(7)
    assert {each.form for each in found.said} == FORMS
    assert {(each.where, each.since.day, each.beside, each.looked) for each in found.said} == {
        (Where.COPY, 5, False, datetime(2026, 3, 5, 12, tzinfo=UTC))
    }
    assert found.said[0].answers == Reservation()
    says = {each.form: each.says for each in found.said}
    assert (says["plus:DataMining"], says["tdm:reservation"]) == ("DMI-PROHIBITED", "1")
    assert says["c2pa.training-mining"] == "all four uses notAllowed"
    assert found.silent == ((date(2026, 3, 2), date(2026, 3, 4)),)
    assert found.unbroken == date(2026, 3, 5)
    assert kinds(found) == {GapKind.NO_REGISTRY, GapKind.NO_WEBSITE}
    [line] = [entry for entry in made.studio.catalogue.custody.iterate() if entry.act == "signed"]
    assert (found.said[0].proof.line, found.said[0].proof.hash) == (line.seq, line.hash)


def test_a_line_of_before_the_forms_were_noted_tells_them_by_its_preset(made: Made) -> None:
    made.signed(made.master, None, (f"{made.master.id}.jpg.c2pa",))
    beside = {each.form: each.beside for each in made.on(3).said}
    assert beside == {
        "cawg.training-mining": True,
        "c2pa.training-mining": True,
        "plus:DataMining": False,
        "tdm:reservation": False,
    }


def test_each_form_says_what_its_vocabulary_has_a_word_for(made: Made) -> None:
    """Training is not allowed, and nothing else: TDMRep has one bit, PLUS a word, the credential all four answers."""
    allowed = dict.fromkeys(("data_mining", "ai_inference", "ai_generative_training"), Permission.ALLOWED)
    made.version = made.studio.catalogue.presets.revise(made.preset.id, reservation=Reservation(**allowed))
    made.signed(made.master, dict.fromkeys(FORMS, "file"))
    assert {each.form: each.says for each in made.on(3).said} == {
        **dict.fromkeys(
            ("cawg.training-mining", "c2pa.training-mining"),
            "data_mining allowed, ai_inference allowed, ai_training notAllowed, ai_generative_training allowed",
        ),
        "plus:DataMining": "DMI-PROHIBITED-SEECONSTRAINT",
        "tdm:reservation": "1",
    }


def test_a_vocabulary_in_no_copy_is_a_gap(made: Made) -> None:
    made.signed(made.master, {"plus:DataMining": "file"})
    gaps = [gap.values for gap in made.on(3).gaps if gap.kind is GapKind.FORM]
    assert gaps == [("cawg.training-mining",), ("c2pa.training-mining",), ("tdm:reservation",)]


def test_registering_and_withdrawing(made: Made, calendar: Calendar) -> None:
    calendar.day(4)
    asked, declaration = made.registered(made.master)
    calendar.day(8)
    made.withdrawn(asked, declaration)
    calendar.day(10)
    made.registered(made.master)
    assert GapKind.NO_REGISTRY in kinds(made.on(3))
    assert GapKind.NO_REGISTRY in kinds(made.on(7))  # the ledger on this computer is read by nobody else
    [said] = made.on(7).said
    assert (said.where, said.form, said.since.day, said.edition_id) == (Where.REGISTRY, "local", 4, made.master.id)
    [line] = [entry for entry in made.studio.catalogue.custody.iterate() if entry.act == local.RESERVED][:1]
    assert (said.proof.line, said.proof.hash, said.proof.declaration) == (line.seq, line.hash, declaration)
    assert said.answers == Reservation()
    after = made.on(8)
    assert (after.said, [each.until for each in after.over]) == ((), [datetime(2026, 3, 8, 12, tzinfo=UTC)])
    assert after.silent == ((date(2026, 3, 2), date(2026, 3, 3)), (date(2026, 3, 8), date(2026, 3, 8)))
    again = made.on(11)
    assert again.silent[1] == (date(2026, 3, 8), date(2026, 3, 9))
    assert again.unbroken == date(2026, 3, 10)
    assert made.on(7).silent == ((date(2026, 3, 2), date(2026, 3, 3)),)  # as it was known to be then


def test_what_other_registries_have_on_record(made: Made, calendar: Calendar) -> None:
    calendar.day(4)
    made.declared("iscc-hub", declaration="d1", id_there="ISCC:MAIG", domain="ada.example")
    made.declared("rfc3161:tsa.example", declaration="d2", id_there="7")
    calendar.day(6)
    made.declared("iscc-hub", outbox_steps.WITHDRAWN, declaration="d3", of="d1")
    hub, stamp = made.on(5).said
    assert (hub.form, hub.reserves, hub.note, hub.proof.declaration) == ("iscc-hub", True, "ISCC:MAIG", "d1")
    assert (stamp.form, stamp.reserves) == ("rfc3161:tsa.example", False)
    assert GapKind.NO_REGISTRY not in kinds(made.on(5))
    after = made.on(6)
    assert [each.form for each in after.said] == ["rfc3161:tsa.example"]
    assert {GapKind.NOTHING, GapKind.NO_REGISTRY} <= kinds(after)  # a stamp says when, and reserves nothing
    assert after.unbroken is None


def test_terms_that_a_new_version_changes(made: Made, calendar: Calendar) -> None:
    calendar.day(3)
    made.registered(made.master)
    made.signed(made.master, dict.fromkeys(FORMS, "file"))
    calendar.day(6)
    presets = made.studio.catalogue.presets
    presets.revise(made.preset.id, rights=made.version.rights.over(made.version.rights), source_type="x")
    calendar.day(7)
    presets.revise(made.preset.id, reservation=Reservation(data_mining=Permission.ALLOWED))
    assert GapKind.NEW_TERMS not in kinds(made.on(6))  # another version, the same answers
    [gap] = [gap for gap in made.on(7).gaps if gap.kind is GapKind.NEW_TERMS]
    assert (gap.values, gap.since) == (("Mine", "1", "3"), datetime(2026, 3, 7, 12, tzinfo=UTC))


def test_a_file_that_came_later(made: Made, calendar: Calendar) -> None:
    calendar.day(3)
    made.registered(made.master)
    copy = made.signed(made.master, dict.fromkeys(FORMS, "file"))
    calendar.day(6)
    works = made.studio.catalogue.works
    newer = made.edition(EditionRole.MASTER, "a.jpg")
    works.add_edition(newer)
    works.supersede(made.master.id, newer.id)
    assert GapKind.NEW_FILE not in kinds(made.on(5))
    gaps = [gap.values for gap in made.on(6).gaps if gap.kind is GapKind.NEW_FILE]
    assert gaps == [("a.jpg", "copy"), ("a.jpg", "registry")]
    calendar.day(8)
    made.registered(made.signed(newer, dict.fromkeys(FORMS, "file")))  # the copy's own digest stands for the file
    works.supersede(copy.id, made.signed(newer, {}).id)
    assert GapKind.NEW_FILE not in kinds(made.on(8))
    assert {each.until for each in made.on(9).over} == {datetime(2026, 3, 8, 12, tzinfo=UTC)}
    assert {each.until for each in made.on(6).said if each.where is Where.COPY} == {
        datetime(2026, 3, 8, 12, tzinfo=UTC)
    }


def test_days_are_those_of_the_zone(made: Made, calendar: Calendar) -> None:
    calendar.now = datetime(2026, 3, 5, 23, 30, tzinfo=UTC)
    made.registered(made.master)
    east = timezone(timedelta(hours=9), "JST")
    assert made.on(5).said
    assert reserved.on(made.studio, made.id, date(2026, 3, 5), zone=east).said == ()
    found = reserved.on(made.studio, made.id, date(2026, 3, 6), zone=east)
    assert (found.zone, found.unbroken) == ("JST, UTC+09:00", date(2026, 3, 6))
    with pytest.raises(UsageError, match="to come"):
        reserved.on(made.studio, made.id, date.today() + timedelta(days=3))


def test_a_consent_stands_beside_what_is_reserved(made: Made, calendar: Calendar) -> None:
    made.registered(made.master)
    day = date(2026, 3, 4)
    given = grants.grant(
        made.studio,
        "Northline  Rail",
        uses=[DataUse.AI_TRAINING],
        since=day,
        until=date(2026, 3, 9),
        works=[made.id],
        note="one model, by mail",
    )
    assert given.to == "Northline Rail"
    assert made.on(3).grants == ()
    assert made.on(4).grants == made.on(9).grants == (given,)
    assert made.on(10).grants == ()
    assert made.on(4).said  # a consent to one takes nothing back
    ended = grants.end(made.studio, given.id, date(2026, 3, 6))
    assert (made.on(6).grants, made.on(7).grants) == ((ended,), ())
    acts = [entry.act for entry in made.studio.catalogue.custody.iterate(given.id)]
    assert acts == ["consent-granted", "consent-ended"]
    with pytest.raises(UsageError, match="already"):
        grants.end(made.studio, given.id[:6])
    other = grants.grant(made.studio, "All", uses=list(DataUse), since=day)
    assert made.on(8).grants == (other,)


def test_a_website_written_and_checked(made: Made, calendar: Calendar) -> None:
    custody = made.studio.catalogue.custody
    calendar.day(4)
    files = {"robots.txt": "1" * 64, "ai.txt": "2" * 64, "server-notes/meta.html": "3" * 64}
    custody.append("website-written", "ada.example", {"preset": "Mine", "version": 1, "files": files})
    calendar.day(6)
    seen = {"robots": "yes", "aipref": "no", "rsl": "cannot say"}
    custody.append("website-checked", "https://ada.example/", {"readers": seen, "says": {}, "captures": {}})
    calendar.day(8)
    lost = {"robots": "no", "aipref": "no", "rsl": "cannot say"}
    custody.append("website-checked", "https://ada.example/", {"readers": lost, "says": {}, "captures": {}})
    written = made.on(5)
    assert [(each.form, each.looked) for each in written.site] == [("robots.txt", None), ("ai.txt", None)]
    assert ("ada.example",) in [gap.values for gap in written.gaps if gap.kind is GapKind.UNCHECKED]
    assert GapKind.NOTHING in kinds(written)  # a website says it of what stands there, and nobody knows of this work
    checked = made.on(7)
    assert [each.form for each in checked.site] == ["robots.txt", "ai.txt", "reader:robots"]
    assert [gap.values for gap in checked.gaps if gap.kind is GapKind.UNSEEN] == [
        ("ada.example", "Readers of Content-Usage (AIPREF)"),
        ("ada.example", "RSL readers"),
    ]
    assert "reader:robots" not in [each.form for each in made.on(8).site]
    lost_one = ("ada.example", "AI collectors that read robots.txt")
    assert lost_one in [gap.values for gap in made.on(8).gaps]
    told = [reserved_words.gap(gap) for gap in made.on(8).gaps] + [reserved_words.form(each) for each in checked.site]
    assert any("saw no reservation: AI collectors that read robots.txt." in line for line in told)
    assert "seen by a kind of reader: AI collectors that read robots.txt" in told


def test_a_website_on_older_terms(made: Made, calendar: Calendar) -> None:
    calendar.day(4)
    said = {"preset": "Mine", "version": 1, "files": {"robots.txt": "1" * 64}}
    made.studio.catalogue.custody.append("website-written", "ada.example", said)
    calendar.day(7)
    made.studio.catalogue.presets.revise(made.preset.id, reservation=Reservation(data_mining=Permission.ALLOWED))
    [site] = made.on(6).site
    assert (site.answers, site.preset_version) == (Reservation(), made.version.id)
    assert GapKind.NEW_TERMS not in kinds(made.on(6))
    assert ("Mine", "1", "2") in [gap.values for gap in made.on(7).gaps if gap.kind is GapKind.NEW_TERMS]


def test_days_that_are_not_of_24_hours(made: Made, calendar: Calendar) -> None:
    try:
        berlin = ZoneInfo("Europe/Berlin")
    except ZoneInfoNotFoundError:
        pytest.skip("this machine has no list of time zones")
    calendar.now = datetime(2026, 3, 29, 21, 59, tzinfo=UTC)  # a minute before that day's end, an hour early
    made.registered(made.master)
    days = [reserved.on(made.studio, made.id, date(2026, 3, day), zone=berlin) for day in (28, 29)]
    assert [len(found.said) for found in days] == [0, 1]
    assert [found.zone for found in days] == ["CET, UTC+01:00", "CEST, UTC+02:00"]
    assert days[1].unbroken == date(2026, 3, 29)


def test_signing_itself_notes_what_was_read_back(
    studio: Studio, portfolio: Path, signer: Identity, tmp_path: Path
) -> None:
    import_(studio, [portfolio])
    works = [studio.catalogue.works.by_title(title)[0] for title in ("tide", "pages")]
    order = SigningOrder(out=tmp_path / "out")
    sign.sign(studio, sign.plan(studio, works, order, signer), order, signer)
    inside, beside = (reserved.on(studio, work.id) for work in works)
    assert {(each.form, each.beside) for each in inside.said} == {(form, False) for form in FORMS}
    assert {(each.form, each.beside) for each in beside.said} == {(form, True) for form in FORMS}
    assert inside.silent == ()
    assert inside.zone.endswith(f"{datetime.now().astimezone():%z}"[-2:]) or inside.zone == "UTC"


@pytest.mark.parametrize("act", ["reserved", "signed", "declared", "website-written", "ledger-stamped"])
def test_a_line_that_was_emptied_is_named(made: Made, act: str) -> None:
    custody = made.studio.catalogue.custody
    subject = {"reserved": made.id, "website-written": "ada.example", "ledger-stamped": "ledger"}.get(act)
    copy = made.signed(made.master, {}) if act == "signed" else made.master
    line = custody.append(act, subject or copy.id, {})
    with pytest.raises(CatalogueError, match=f"Line {line.seq} of the custody ledger") as raised:
        made.on(3)
    assert "Verify" in raised.value.advice


def test_a_thousand_works_on_one_day(studio: Studio, calendar: Calendar) -> None:
    root = studio.catalogue.roots.ensure(studio.home / "pictures")
    _, version = studio.catalogue.presets.create("Mine")
    works, lines = [], []
    for number in range(1, 1001):
        id_, work = new_id(), new_id()
        place = Location(root, f"{number}.jpg")
        file = Edition(
            id_, work, EditionRole.MASTER, place, id_.ljust(64, "0"), "b" * 64, 9, 1, "jpeg", PictureFacts(1, 1),
            calendar.now,
        )  # fmt: skip
        works.append((Artwork(work, number, "w", calendar.now), [(file, ())]))
        item = Item(work, id_, EditionRole.MASTER, file.sha256, file.blake3)
        asked = Submission(local.NAME, Operation.DECLARE, (item,), version.id, version.reservation)
        if number % 4:
            lines.append(local.line(asked, f"d{number}"))
    studio.catalogue.works.add_many(works)
    calendar.day(5)
    studio.catalogue.custody.append_many(lines)
    grants.grant(studio, "X", uses=[DataUse.AI_TRAINING], since=date(2026, 3, 5), works=[works[0][0].id])
    before = reserved.summary(studio, date(2026, 3, 4), zone=UTC)
    assert (before.works, before.said, before.granted) == (1000, 0, 0)
    after = reserved.summary(studio, date(2026, 3, 5), zone=UTC)
    assert (after.works, after.said, after.without_gaps, after.granted) == (1000, 750, 0, 1)
    assert after.gaps[GapKind.NOTHING] == 250
    assert after.gaps[GapKind.NO_COPY] == after.gaps[GapKind.NO_REGISTRY] == 1000
    some = [work.id for work, _ in works[:4]]
    assert [each.work.number for each in reserved.all_on(studio, date(2026, 3, 5), some, zone=UTC)] == [1, 2, 3, 4]


def test_what_a_clock_dated_too_late_is_said_as_soon_as_it_is_set_back(made: Made, calendar: Calendar) -> None:
    """A line of the day after tomorrow stands in the chain today."""
    present = datetime.now(UTC)
    calendar.now = present + timedelta(days=2)
    asked, declaration = made.registered(made.master)
    calendar.now = present
    made.studio.catalogue.custody.append("noted", "something else")  # a line of now behind it
    found = reserved.on(made.studio, made.id)
    assert [each.form for each in found.said] == [local.NAME]
    assert GapKind.NOTHING not in kinds(found)
    assert found.moment < present + timedelta(days=1)  # as of now, whatever the lines say
    assert found.silent[-1][1] == found.day - timedelta(days=1)
    assert found.unbroken == found.day
    assert reserved.summary(made.studio).said == 1
    made.withdrawn(asked, declaration)
    found = reserved.on(made.studio, made.id)
    assert not found.said
    assert GapKind.NOTHING in kinds(found)


@pytest.mark.parametrize("moment", ["'z'", "cast(x'ff' as text)"])
def test_a_moment_that_somebody_changed_stops_no_day(made: Made, moment: str) -> None:
    made.registered(made.master)
    made.studio.catalogue.custody.append("noted", "something else")
    with made.studio.catalogue._database.write() as connection:
        connection.exec_driver_sql(f"update custody set at = {moment} where act = 'noted'")
    assert [each.form for each in reserved.on(made.studio, made.id).said] == [local.NAME]
