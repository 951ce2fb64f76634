"""What only people can fill in: the known forms, the steps for each, and what the user says of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from artistguard.model.errors import UsageError
from artistguard.model.forms import FormMark, FormState
from artistguard.registries import forms
from artistguard.registries.forms import Form
from artistguard.website import guides
from artistguard.workflow.studio import Studio

_LONGEST = 2000  # letters of a note


@dataclass(frozen=True, slots=True)
class Entry:
    """A form of the checklist. `mark` is the user's newest word of it; None: nothing was said, so it is open."""

    form: Form
    mark: FormMark | None = None

    @property
    def state(self) -> FormState:
        """How far the user says it is. Never more than that."""
        return self.mark.state if self.mark is not None else FormState.OPEN


def known(studio: Studio) -> Mapping[str, Form]:
    """The forms that come along, and the user's own, by name. Raises UsageError for a user's file that is not right."""
    return forms.known(studio.home)


def find(studio: Studio, name: str) -> Form:
    """The form of a name. Raises UsageError."""
    found = known(studio)
    if name not in found:
        raise UsageError(f"There is no form named {name[:80]!r}.", f"There are: {', '.join(found)}.")
    return found[name]


def checklist(studio: Studio) -> tuple[Entry, ...]:
    """Every form with how far the user says it is."""
    marks = studio.catalogue.form_marks.newest()
    return tuple(Entry(form, marks.get(name)) for name, form in known(studio).items())


def history(studio: Studio, name: str) -> tuple[FormMark, ...]:
    """Everything that was said of a form, oldest first."""
    return studio.catalogue.form_marks.list(name)


def steps(form: Form) -> tuple[str, ...]:
    """What a person does there; for a host of websites what its guide says."""
    if not form.guide:
        return form.steps
    guide = guides.guide(form.guide)
    return (*guide.steps, guide.limits)


def sources(form: Form) -> tuple[forms.Source, ...]:
    """Where it was read."""
    if not form.guide:
        return form.sources
    return tuple(forms.Source(one.title, one.url, one.when) for one in guides.guide(form.guide).sources)


def mark(
    studio: Studio,
    name: str,
    state: FormState,
    *,
    on: date | None = None,
    note: str = "",
    works: Sequence[str] = (),
) -> FormMark:
    """Write down what the user says of a form. Raises UsageError for a form or a day that cannot be."""
    form = find(studio, name)
    if on is not None and on > max(date.today(), studio.catalogue.clock().date()):
        raise UsageError(f"{on} is still to come.", "Give the day on which it was done.")
    if len(note) > _LONGEST:
        raise UsageError(f"A note has at most {_LONGEST} letters.")
    with studio.catalogue.transaction():
        made = studio.catalogue.form_marks.add(form.name, state, on=on, note=note.strip(), works=works)
        studio.catalogue.custody.append(
            "form-marked",
            form.name,
            {
                "mark": made.id,
                "state": made.state.value,
                "on": made.on.isoformat() if made.on else "",
                "note": made.note,
                "works": len(made.works),
                "said_by": "the user",
            },
        )
    return made


def in_words(entry: Entry) -> str:
    """How a form stands, in one sentence that says whose word it is."""
    if entry.mark is None:
        return "Open."
    made = entry.mark
    day = made.on or made.at.date()
    words = {
        FormState.OPEN: f"Open, you said on {day}.",
        FormState.PACKED: f"A packing list was written on {day}. Whether it was sent is not noted.",
        FormState.SENT: f"Sent on {day}, you say. Whether it was taken cannot be seen from here.",
        FormState.ANSWERED: f"Answered on {day}, you say.",
        FormState.REFUSED: f"Refused on {day}, you say.",
    }
    return words[made.state] + (f" ({made.note})" if made.note else "")
