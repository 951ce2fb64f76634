"""What only takes forms, as data: complete, dated, with sources; and as a registry that never claims anything."""

import re
from datetime import UTC, date, datetime
from importlib import resources

import pytest

from artistguard.model.errors import UsageError
from artistguard.model.protocols import CancelToken
from artistguard.model.registering import Holds, Operation, Receipt, RegistryKind, Standing, Submission
from artistguard.registries import forms
from artistguard.registries.forms import Cell, Form, FormRegistry, Way
from artistguard.website import guides

EVERY = sorted(forms.built_in())
NAMED = {
    "have-i-been-trained", "training-data-registry", "liccium", "openai", "meta", "midjourney", "stability", "google",
    "deviantart", "cara", "artstation", "instagram", "numbers", "trainspot", "akaeon",
    "us-copyright-published", "us-copyright-unpublished",
}  # fmt: skip
OVERCLAIMS = re.compile(r"\b(protect(s|ed|ion)?|secure[sd]?|guarantee[sd]?|success(ful(ly)?)?|safe(ly)?)\b", re.I)


def words(form: Form) -> str:
    texts = [form.title, form.what, form.readers, form.cannot, form.withdraw, *form.steps]
    return "\n".join([*texts, *(paste.text for paste in form.paste)])


def test_all_that_are_known_are_there() -> None:
    assert set(EVERY) >= NAMED


@pytest.mark.parametrize("name", EVERY)
def test_each_is_complete_and_says_where_it_was_read(name: str) -> None:
    form = forms.built_in()[name]
    assert form.steps or form.guide
    assert form.sources or form.guide
    assert form.looked <= date.today()
    for text in (form.what, form.readers, form.cannot, form.withdraw, *form.steps):
        assert text.endswith((".", ".)")), text
        assert text[:1].isupper(), text
    assert not OVERCLAIMS.search(words(form)), OVERCLAIMS.search(words(form))
    if form.way in (Way.SETTING, Way.NONE):
        assert not form.columns  # there is nothing to take works
    capabilities = form.capabilities
    assert capabilities.kind is RegistryKind.FORM
    assert not capabilities.sealed_too
    assert (capabilities.name, capabilities.looked) == (name, form.looked)


def test_steps_for_hosts_of_websites_stand_in_their_guides_alone() -> None:
    led = [form for form in forms.built_in().values() if form.guide]
    assert [form.name for form in led] == ["artstation"]
    for form in led:
        assert not form.steps
        assert guides.guide(form.guide).steps
    theirs = {step for guide in guides.guides() for step in guide.steps}
    assert not theirs & {step for form in forms.built_in().values() for step in form.steps}


ONE = """
looked = 2026-11-01
[[form]]
name = "guild"
title = "My guild's list"
page = "https://guild.example/"
way = "pages"
takes = ["address"]
public = false
withdrawal = "by-hand"
withdraw = "By a letter."
what = "A list."
readers = "Nobody is known to."
cannot = "It is a list."
steps = ["Write."]
columns = [{ title = "url", holds = "address" }, { title = "note", holds = "title", optional = true }]
paste = [{ title = "Letter", text = "I am {name}." }]
"""


def test_a_file_of_the_users_own_is_read_the_same_way() -> None:
    [form] = forms.read(ONE, "mine")
    assert form.needs_addresses
    assert [column.holds for column in form.columns] == [Cell.ADDRESS, Cell.TITLE]
    assert form.looked == date(2026, 11, 1)


@pytest.mark.parametrize(
    ("was", "becomes", "why"),
    [
        ('name = "guild"', 'name = "My Guild"', "small letters"),
        ("{name}", "{password}", "password"),
        ("{name}", "{name.__class__}", "name.__class__"),
        ('takes = ["address"]', 'takes = ["soul"]', "soul"),
        ("https://guild.example/", "javascript:alert(1)", "https://"),
        ("looked = 2026-11-01", 'looked = "yesterday"', "day"),
        ('title = "My guild\'s list"\n', "", "title"),
        ("[[form]]", "[[form", "not described"),
        ("[[form]]", "form = 3\n[x]", "not described"),
    ],
)
def test_a_file_that_is_not_right_is_named_with_what_is_wrong(was: str, becomes: str, why: str) -> None:
    assert was in ONE
    with pytest.raises(UsageError, match="mine") as error:
        forms.read(ONE.replace(was, becomes), "mine")
    assert why in str(error.value)


def test_it_is_prepared_like_a_registry_and_then_it_is_the_users_turn() -> None:
    form = forms.built_in()["have-i-been-trained"]
    registry = FormRegistry(form)
    submission = Submission(form.name, Operation.DECLARE, (), "v1")
    prepared = registry.prepare(submission)
    assert prepared.leaves == ()
    assert prepared.steps == form.steps
    assert prepared.warnings == (form.cannot,)
    at = datetime(2026, 11, 26, tzinfo=UTC)
    receipt = Receipt(form.name, Operation.DECLARE, at, "", b"", 0, {}, b"")
    for refused in (
        lambda: registry.sign(prepared, None, at),  # type: ignore[arg-type]
        lambda: registry.submit(None, submission, None, CancelToken()),  # type: ignore[arg-type]
        lambda: registry.withdraw(receipt, submission, "id"),
    ):
        with pytest.raises(UsageError) as error:
            refused()
        assert error.value.advice
    assert registry.status(receipt, submission, None, CancelToken()).standing is Standing.UNKNOWN  # type: ignore[arg-type]
    assert registry.verify(receipt).holds is Holds.CANNOT_SAY


def test_the_programs_own_list_is_the_one_that_is_read() -> None:
    text = resources.files("resources").joinpath("vocabularies", forms.FILE).read_text("utf-8")
    assert text.count("[[form]]") == len(EVERY)
