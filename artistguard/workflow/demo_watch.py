"""The demo's watch: one run over a hub of its own on this computer, and every claim about what it finds checked."""

from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import urlsplit

from artistguard.model.egress import Purpose
from artistguard.model.finds import Find, Outcome, WatchRun
from artistguard.model.names import FieldKind, NameKind
from artistguard.model.watching import Key
from artistguard.workflow import consents, digest, digest_page, finds, names, watches
from artistguard.workflow.demo_hub import demo_hub
from artistguard.workflow.sample import ARTIST, SampleStudio

_LORA, _AGAIN = "moth-and-lantern/ada-wren-style-xl", "quarry77/cosy-harbour-lora"
_HEADER, _CARD = "kilnroom/style-07", "paperkiln/gouache-blend-v3"
_PICTURES = "small-concepts/ada-wren-evenings"
_INNOCENT = ("hedgerow-club/wren-and-robin-lora", "brass-teapot/pixel-trains", "small-concepts/harbour-pictures")


@dataclass
class WatchShown:
    """What the demo's watch did: its cards, its run, and (claim, whether it holds, what was seen)."""

    cards: tuple[Find, ...]
    run: WatchRun
    page: Path
    claims: list[tuple[str, bool, str]] = field(default_factory=list)


def watch(studio: SampleStudio, folder: Path) -> WatchShown:
    """Watch the demo's hub for the sample's artist, twice; the digest of it goes to `folder`."""
    before = sum(1 for _ in studio.catalogue.egress.iterate())
    names.add(studio, ARTIST, NameKind.NAME)
    with demo_hub(studio.portfolio) as endpoint:
        host = urlsplit(endpoint).netloc
        studio.save(replace(studio.settings, network=True, local_hosts=host, hugging_face=endpoint))
        consents.agree(studio, host, [Purpose.WATCH, Purpose.PICTURE], f"The demo's own hub at {host}.")
        watches.add(studio, "hugging-face")
        [first] = watches.run(studio)
        cards = finds.cards(studio, news=False, held=None)
        [again] = watches.run(studio, [first.watch_id])
        studio.save(replace(studio.settings, network=False))
    asked = [entry.url for entry in studio.catalogue.egress.iterate()][before:]
    found = digest.digest(studio)
    page = folder / "watch.html"
    digest_page.write(page, digest_page.as_html(found))
    shown = WatchShown(cards, first, page)
    by_title = {member.candidate.title: card for card in cards for member in card.members}
    lora, header, mention, pictures = (by_title.get(title) for title in (_LORA, _HEADER, _CARD, _PICTURES))

    def claim(text: str, holds: bool, seen: object = "") -> None:
        shown.claims.append((text, bool(holds), str(seen)))

    claim(
        "The watch finds the model named after the artist and its re-upload elsewhere, under another name, as one card",
        lora is not None and lora is by_title.get(_AGAIN) and lora.places == 2,
        ", ".join(member.candidate.title for member in lora.members) if lora else "",
    )
    claim(
        "It finds the model whose only trace is in its file's header",
        header is not None and {match.field for match in header.matches} == {FieldKind.HEADER},
        header.matches[0].found if header else "",
    )
    claim("It finds the mention in a card", mention is not None and mention.matches[0].field is FieldKind.CARD)
    claim(
        "It finds the artist's pictures beside her name: that card is severe, the only one, and comes first",
        pictures is not None
        and [card.id for card in cards if card.severe] == [pictures.id]
        and cards[0].id == pictures.id
        and sum(match.key is Key.PICTURE for match in pictures.matches) == 2,
        ", ".join(match.found for match in pictures.matches if match.key is Key.PICTURE) if pictures else "",
    )
    innocent = [title for title in _INNOCENT if title in by_title]
    claim("A bird of that name, and whoever else is innocent, makes no card", not innocent, ", ".join(innocent))
    claim("Nothing else was found", len(cards) == 4, f"{len(cards)} cards")
    claim(
        "It says how much it searched, and all of what there was",
        bool(first.coverage) and all(part.whole for part in first.coverage),
        "; ".join(part.note for part in first.coverage if not part.whole),
    )
    claim(
        "Looking again finds nothing twice",
        again.outcome is Outcome.DONE and again.news == 0 and len(found.new) == len(cards),
        f"{again.news} news",
    )
    strangers = sorted({url for url in asked if not url.startswith(f"{endpoint}/")})
    claim(
        "It asked the demo's own hub on this computer, and nobody else",
        bool(asked) and not strangers,
        ", ".join(strangers[:3]),
    )
    return shown
