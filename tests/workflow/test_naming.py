import pytest

from artistguard.model.errors import UsageError
from artistguard.workflow import naming


def test_placeholders_are_filled_and_unknown_ones_refused() -> None:
    assert naming.render("{stem}-{size}", {"stem": "a", "size": "2048"}) == "a-2048"
    with pytest.raises(UsageError, match="moon"):
        naming.render("{moon}", {"stem": "a"})


def test_a_template_cannot_reach_into_objects() -> None:
    with pytest.raises(UsageError):
        naming.render("{stem.__class__}", {"stem": "a"})


@pytest.mark.parametrize("text", ["a/b", "..", "con:fig", "tab\there", "", " . "])
def test_a_text_becomes_a_name_that_every_file_system_takes(text: str) -> None:
    name = naming.safe(text)
    assert name
    assert not set(name) & set('/\\:*?"<>|\t')
    assert name not in (".", "..")


def test_long_names_are_cut_at_whole_characters_and_keep_their_ending() -> None:
    fitted = naming.fitted("ü" * 300, "-2048.jpg")
    assert len(fitted.encode()) <= naming.NAME_BYTES
    assert fitted.endswith("ü-2048.jpg")
