"""What a preset reserves, in the words of each vocabulary of the web.

The words are data (resources/vocabularies/web-terms.toml). Only reservations are said; a use that is allowed is not
mentioned, and "ask me" is said as a no with a way to ask, for no vocabulary but TDMRep's policy has a third answer.
"""

import functools
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import resources
from typing import Any

from artistguard.model.errors import UsageError
from artistguard.model.rights import DataUse, Permission, Reservation, Rights
from artistguard.provenance import terms

_MINING = (DataUse.DATA_MINING, DataUse.AI_TRAINING, DataUse.AI_GENERATIVE_TRAINING)
_URL = re.compile(r"https?://[!#%&()*+,./0-9:;=?@A-Z_a-z~-]{1,500}\Z")  # nothing that a server's settings would quote
_MAIL = re.compile(r"[A-Za-z0-9.!#$%&*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,253}\Z")
_USES = {
    DataUse.DATA_MINING: "text and data mining",
    DataUse.AI_INFERENCE: "as input of AI (retrieval, prompts, image-to-image)",
    DataUse.AI_TRAINING: "training of AI",
    DataUse.AI_GENERATIVE_TRAINING: "training of generative AI",
}
_ANSWERS = {
    Permission.ALLOWED: "allowed",
    Permission.NOT_ALLOWED: "not allowed",
    Permission.CONSTRAINED: "ask first",
}

PAGE, POLICY, LICENCE = "tdm-policy.html", "tdm-policy.json", "license.xml"


@functools.cache
def vocabulary() -> dict[str, Any]:
    """The vocabularies by name."""
    data = (resources.files("resources") / "vocabularies" / "web-terms.toml").read_text("utf-8")
    return tomllib.loads(data)


@dataclass(frozen=True, slots=True)
class Terms:
    """What a website is to say. `domain` is a host name in its ASCII form."""

    domain: str
    reservation: Reservation
    holder: str = ""
    email: str = ""
    contact_url: str = ""
    notice: str = ""

    @property
    def robots(self) -> bool:
        """Whether collectors that are known by name are refused."""
        return self._reserved(DataUse(use) for use in vocabulary()["robots"]["uses"])

    @property
    def ai_txt(self) -> bool:
        """Whether pictures are refused in ai.txt."""
        return self._reserved(DataUse(use) for use in vocabulary()["ai-txt"]["uses"])

    @property
    def content_usage(self) -> str:
        """The value of Content-Usage, "train-ai=n"; empty: nothing of it is reserved."""
        return ", ".join(self._terms("aipref"))

    @property
    def x_robots(self) -> str:
        """The value of X-Robots-Tag and of the robots meta."""
        return ", ".join(self._terms("noai"))

    @property
    def rsl(self) -> str:
        """The uses that the RSL licence prohibits, separated by spaces."""
        return " ".join(self._terms("rsl"))

    @property
    def tdm(self) -> bool:
        """Whether TDMRep says 1."""
        return terms.tdm_reservation(self.reservation) == "1"

    @property
    def offers(self) -> bool:
        """Whether somebody may ask: then TDMRep has a policy in ODRL."""
        return any(self.reservation.answer(use) is Permission.CONSTRAINED for use in _MINING)

    @property
    def tdm_policy(self) -> str:
        """Address for tdm-policy: the ODRL policy where one may ask, else the preset's own page, else none.

        TDMRep reads a reservation without a policy as one for which no licence is to be had.
        """
        return self.at(POLICY) if self.offers else self.reservation.policy_url

    @property
    def page(self) -> str:
        """Address of the page in plain words: the preset's own, else the one that is written."""
        return self.reservation.policy_url or self.at(PAGE)

    @property
    def answers(self) -> tuple[tuple[str, str], ...]:
        """Each use and its answer, in words."""
        return tuple((_USES[use], _ANSWERS[answer]) for use, answer in self.reservation.answers.items())

    @property
    def sentence(self) -> str:
        """All of it in a line."""
        return terms.sentence(self.reservation)

    @property
    def unsaid(self) -> tuple[str, ...]:
        """What is reserved and has no word in a vocabulary: a sentence each."""
        found = []
        for part in vocabulary().values():
            if isinstance(part, dict) and "unsaid" in part:
                uses = [DataUse(use) for use in part["unsaid"] if self._reserved([DataUse(use)])]
                if uses:
                    found.append(f"{part['title']} has no word for: {', '.join(_USES[use] for use in uses)}.")
        return tuple(found)

    def at(self, name: str) -> str:
        """The address of a file at the root of the site."""
        return f"https://{self.domain}/{name}"

    def _terms(self, name: str) -> list[str]:
        return [
            str(entry["term"])
            for entry in vocabulary()[name]["terms"]
            if self._reserved(DataUse(use) for use in entry["uses"])
        ]

    def _reserved(self, uses: Iterable[DataUse]) -> bool:
        return any(self.reservation.answer(use) is not Permission.ALLOWED for use in uses)


def terms_of(domain: str, reservation: Reservation, rights: Rights, name: str) -> Terms:
    """The terms of a site. `name` is the artist's, where the rights name nobody.

    Raises UsageError where nothing is reserved, and for an address that cannot stand in a header.
    """
    if not reservation.reserved:
        raise UsageError(
            "This preset reserves nothing, so there is nothing to tell the readers of a website.",
            "Choose another with --preset.",
        )
    for url in (reservation.policy_url, rights.contact_url or rights.licensor_url):
        if url and not _URL.match(url):
            raise UsageError(
                f"{url[:80]!r} is no address that can be written into a header.", "Change it in the preset."
            )
    email = rights.contact_email or rights.licensor_email
    if email and not _MAIL.match(email):
        raise UsageError(f"{email[:80]!r} is no e-mail address.", "Change it in the preset.")
    return Terms(
        domain=domain,
        reservation=reservation,
        holder=" ".join((rights.rights_holder or rights.creator or name).split()),
        email=email,
        contact_url=rights.contact_url or rights.licensor_url,
        notice=" ".join(rights.notice.split()),
    )
