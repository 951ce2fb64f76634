"""The files of a site, from terms; as real readers read them where there are any."""

import json
import tomllib
from html.parser import HTMLParser
from importlib import resources
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
from datadiligence.rules import TDMRepHeader, XRobotsTagHeader

from artistguard.model.errors import UsageError
from artistguard.model.rights import DataUse, Permission, Reservation, Rights
from artistguard.website import files
from artistguard.website.terms import Terms, terms_of, vocabulary

EVERYTHING = Reservation()
ALLOWED, ASK = Permission.ALLOWED, Permission.CONSTRAINED
RIGHTS = Rights(creator='Ada <script>"Wren" & Co', contact_email="ask@ada.example", notice="© 2026 Ada & Co")


def made(reservation: Reservation = EVERYTHING, rights: Rights = RIGHTS) -> Terms:
    return terms_of("ada.example", reservation, rights, "")


def asking() -> Terms:
    return made(Reservation(ASK, ASK, ASK, ASK, "Write to me; <b>always</b>."))


def test_datadiligence_sees_our_headers() -> None:
    served = files.headers(made())
    assert not XRobotsTagHeader().is_allowed(headers=served)
    assert not TDMRepHeader().is_allowed(headers=served)
    assert XRobotsTagHeader().is_allowed(headers={"Content-Type": "text/html"})


@pytest.mark.parametrize("terms", [made(), asking()])
def test_the_servers_settings_hold_each_header(terms: Terms) -> None:
    for text in (files.nginx(terms), files.apache(terms)):
        for name, value in files.headers(terms).items():
            escaped = value.replace('"', '\\"')
            assert f'{name} "{escaped}"' in text


def test_tdmrep_has_a_policy_only_where_one_may_ask() -> None:
    assert json.loads(files.tdmrep(made())) == [{"location": "/", "tdm-reservation": 1}]
    [rule] = json.loads(files.tdmrep(asking()))
    assert rule["tdm-policy"] == "https://ada.example/tdm-policy.json"
    assert "tdm-policy.json" not in files.all_files(made())
    own = made(Reservation(policy_url="https://ada.example/terms"))
    assert json.loads(files.tdmrep(own))[0]["tdm-policy"] == "https://ada.example/terms"


def test_the_policy_has_what_tdmrep_demands() -> None:
    """TDMRep, "Specification of the TDM Policy"."""
    offer = json.loads(files.policy(asking()))
    assert offer["@context"] == ["http://www.w3.org/ns/odrl.jsonld", "http://www.w3.org/ns/tdmrep.jsonld"]
    assert (offer["@type"], offer["profile"]) == ("Offer", "http://www.w3.org/ns/tdmrep")
    assert set(offer["assigner"]) <= {"uid", "vcard:fn", "vcard:hasEmail", "vcard:hasURL"}
    assert offer["assigner"]["vcard:hasEmail"] == "mailto:ask@ada.example"
    [permission] = offer["permission"]
    assert permission["action"] == "tdm:mine"
    assert permission["duty"] == [{"action": "obtainConsent"}]
    assert "prohibition" not in offer
    assert "obligation" not in offer


def test_the_licence_is_xml_and_prohibits_what_is_reserved() -> None:
    root = ElementTree.fromstring(files.licence(made()))
    space = "{https://rslstandard.org/rsl}"
    assert root.tag == f"{space}rsl"
    assert root.find(f"{space}content").get("url") == "/"
    prohibits = root.find(f".//{space}prohibits")
    assert (prohibits.get("type"), prohibits.text.split()) == ("usage", ["ai-train", "ai-input"])
    assert root.find(f".//{space}copyright").text == 'Ada <script>"Wren" & Co'
    assert not list(root.iter(f"{space}permits"))


ELEMENTS = {"html", "head", "meta", "link", "title", "style", "body", "h1", "p", "table", "tr", "th", "td", "a"}


class _Page(HTMLParser):
    """The tags and metas of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.metas: dict[str, str] = {}
        self.links: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        found = dict(attributes)
        self.tags.append(tag)
        if tag == "meta" and "name" in found:
            self.metas[found["name"]] = found["content"]
        self.links += [value for name, value in attributes if name in ("href", "src")]


def test_the_page_is_plain_and_escaped_and_loads_nothing() -> None:
    page = _Page(files.page(asking()))
    assert "script" not in page.tags
    assert "b" not in page.tags
    assert page.metas["robots"] == "noai, noimageai"
    assert page.metas["tdm-reservation"] == "1"
    assert page.metas["tdm-policy"] == "https://ada.example/tdm-policy.json"
    assert set(page.tags) <= ELEMENTS
    assert {urlsplit(link).scheme for link in page.links} <= {"https", "mailto"}
    for word in ("ask first", "Write to me", "Article 4(3)", "© 2026 Ada &amp; Co"):
        assert word in files.page(asking())


def test_only_what_is_reserved_is_said() -> None:
    inference = made(Reservation(data_mining=ALLOWED, ai_training=ALLOWED, ai_generative_training=ALLOWED))
    assert set(files.headers(inference)) == {"Link"}
    assert inference.rsl == "ai-input"
    assert not inference.robots
    assert ".well-known/tdmrep.json" not in files.all_files(inference)
    mining = made(Reservation(ai_inference=ALLOWED, ai_training=ALLOWED, ai_generative_training=ALLOWED))
    assert set(files.headers(mining)) == {"tdm-reservation"}
    assert all("data mining" in line for line in mining.unsaid)
    with pytest.raises(UsageError, match="reserves nothing"):
        made(Reservation(ALLOWED, ALLOWED, ALLOWED, ALLOWED))


@pytest.mark.parametrize(
    "url", ['https://a.example/"; evil', "https://a.example/\nX: y", "javascript:x", "https://$host/"]
)
def test_an_address_that_could_break_a_header_is_refused(url: str) -> None:
    with pytest.raises(UsageError, match="written into a header"):
        made(Reservation(policy_url=url))
    with pytest.raises(UsageError):
        made(rights=Rights(contact_url=url))


def test_a_percent_sign_is_not_apaches_own() -> None:
    assert "terms%%20of" in files.apache(made(Reservation(policy_url="https://a.example/terms%20of")))


def test_a_hostile_name_stays_text() -> None:
    rights = Rights(creator="A\n]]>\x00<x>\u2028", contact_email="")
    terms = made(Reservation(ASK, ASK, ASK, ASK, "x"), rights)
    ElementTree.fromstring(files.licence(terms))
    assert json.loads(files.policy(terms))["assigner"]["vcard:fn"].startswith("A")
    with pytest.raises(UsageError, match="no e-mail"):
        made(rights=Rights(contact_email="a@b\n<script>"))


def test_the_data_is_whole() -> None:
    for name, part in vocabulary().items():
        if isinstance(part, dict):
            assert all(part[key] for key in ("title", "source")), name
            assert part["url"].startswith("https://"), name
            uses = [*part.get("uses", ()), *part.get("unsaid", ())]
            uses += [use for term in part.get("terms", ()) for use in term["uses"]]
            assert all(DataUse(use) for use in uses)
    guides = tomllib.loads(resources.files("resources").joinpath("website-guides.toml").read_text("utf-8"))
    for guide in guides["guide"]:
        assert guide["robots"] in ("editable", "switch")
        assert guide["sources"]
        assert all(source["url"].startswith("https://") for source in guide["sources"])
        assert all(step.endswith(".") for step in guide["steps"])
        assert guide["limits"].endswith(".")
        assert guide["name"] not in guides["not_listed"]
