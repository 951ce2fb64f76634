import pytest

from artistguard.model import errors


def every(kind: type[errors.ArtistGuardError]) -> list[type[errors.ArtistGuardError]]:
    return [kind, *(found for child in kind.__subclasses__() for found in every(child))]


MODEL = [kind for kind in every(errors.ArtistGuardError) if kind.__module__ == errors.__name__]


@pytest.mark.parametrize("kind", MODEL)
def test_every_error_survives_the_pipe(kind: type[errors.ArtistGuardError]) -> None:
    again = errors.from_json(kind("What happened.", "What to do.").as_json())
    assert type(again) is kind
    assert (again.message, again.advice) == ("What happened.", "What to do.")


def test_codes_are_unique_and_the_docstring_s_tree_names_every_error() -> None:
    codes = [kind.code for kind in MODEL]
    assert len(set(codes)) == len(codes)
    assert errors.__doc__ is not None
    assert [kind.__name__ for kind in MODEL if kind.__name__ not in errors.__doc__] == []
