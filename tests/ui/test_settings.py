"""The settings as a person uses them: every page, by the buttons on it, on a real studio."""

import json
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from doors import EveryHost
from pictures import draw
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from artistguard.model.egress import NOBODY, Purpose
from artistguard.model.preset import Field
from artistguard.model.rights import DataUse, Permission, Profile
from artistguard.net.door import Door
from artistguard.ui import platforms, settings
from artistguard.ui.context import Context
from artistguard.ui.settings import parts
from artistguard.ui.settings.clients import ClientsPage
from artistguard.ui.settings.looks import LooksPage
from artistguard.ui.settings.names import NamesPage
from artistguard.ui.settings.network import NetworkPage
from artistguard.ui.settings.signature import SignaturePage
from artistguard.ui.settings.terms import TermsPage
from artistguard.ui.settings.time_stamps import TimeStampsPage
from artistguard.ui.settings.trust import TrustPage
from artistguard.workflow import clients as client_work
from artistguard.workflow import identity as identities
from artistguard.workflow import platforms as platform_table
from artistguard.workflow import sign, trust_list
from artistguard.workflow.import_ import import_
from artistguard.workflow.sign import SigningOrder
from artistguard.workflow.studio import Studio

WAIT_MS = 30_000
PASSPHRASE = "three pears and a jug"


@pytest.fixture
def place(context: Context, qtbot: QtBot) -> settings.SettingsPlace:
    context.store.setValue("settings/page", "looks")  # a page that reads nothing: what a test puts there comes first
    made = settings.create(context)
    assert isinstance(made, settings.SettingsPlace)
    qtbot.addWidget(made)
    made.resize(1100, 760)
    with qtbot.waitExposed(made):
        made.show()
    return made


@pytest.fixture
def shown(place: settings.SettingsPlace) -> Callable[[str], QWidget]:
    """A page, shown and read."""
    return place.show_page


def press(qtbot: QtBot, button: QWidget) -> None:
    assert button.isVisible(), "not to be seen"
    assert button.isEnabled(), "greyed out"
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def said(qtbot: QtBot, page: QWidget, words: str) -> None:
    assert isinstance(page, parts.Page)
    try:
        qtbot.waitUntil(lambda: words in page.said, timeout=WAIT_MS)
    except Exception as error:
        raise AssertionError(f"{words!r} was not said, but {page.said!r}") from error


# --- the signature


def test_a_signature_is_made_and_what_it_is_worth_is_said_before(
    shown: Callable[[str], QWidget], studio: Studio, qtbot: QtBot
) -> None:
    page = shown("signature")
    assert isinstance(page, SignaturePage)
    qtbot.waitUntil(page.making.isVisible, timeout=WAIT_MS)
    assert page.making.lock.isVisible(), "no keychain in the tests"
    assert "unknown signer" in page.making.truth.text()
    assert not page.making.make.isEnabled()
    qtbot.keyClicks(page.making.name, "Ada Wren")
    qtbot.keyClicks(page.making.lock.first, PASSPHRASE)
    qtbot.keyClicks(page.making.lock.second, PASSPHRASE[:-1])
    assert not page.making.make.isEnabled()
    qtbot.keyClicks(page.making.lock.second, PASSPHRASE[-1])
    press(qtbot, page.making.make)
    said(qtbot, page, "Ada Wren is your signature now")
    qtbot.waitUntil(lambda: page.chosen is not None, timeout=WAIT_MS)
    [made] = studio.catalogue.identities.list()
    assert (made.name, made.algorithm) == ("Ada Wren", "ES256")
    assert studio.catalogue.identities.default() == made
    assert page.making.isHidden()


def test_a_signature_is_exported_backed_up_taken_in_renewed_and_revoked(
    shown: Callable[[str], QWidget], studio: Studio, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = identities.create(studio, "Ada Wren")
    page = shown("signature")
    assert isinstance(page, SignaturePage)
    qtbot.waitUntil(lambda: page.chosen is not None, timeout=WAIT_MS)

    monkeypatch.setattr("artistguard.ui.settings.signature.save_file", lambda *_: tmp_path / "ada.pem")
    press(qtbot, page.export)
    said(qtbot, page, "There is no key in it")
    assert b"PRIVATE KEY" not in (tmp_path / "ada.pem").read_bytes()

    monkeypatch.setattr("artistguard.ui.settings.signature.save_file", lambda *_: tmp_path / "ada.p12")
    press(qtbot, page.backup)
    qtbot.keyClicks(page.passphrase.passphrases.first, "words and words")
    assert not page.passphrase.go.isEnabled()
    qtbot.keyClicks(page.passphrase.passphrases.second, "words and words")
    press(qtbot, page.passphrase.go)
    said(qtbot, page, "Keep it away from this machine")
    assert sorted(path.name for path in tmp_path.glob("*.p12")) == ["ada-root.p12", "ada.p12"]

    press(qtbot, page.renew)
    said(qtbot, page, "Renewed")
    qtbot.waitUntil(lambda: page.chosen is not None and page.chosen.id != first.id, timeout=WAIT_MS)
    assert studio.catalogue.identities.get(first.id).replaced_by == studio.catalogue.identities.default().id  # type: ignore[union-attr]

    press(qtbot, page.revoke)
    assert "cannot be undone" in page.question.text
    press(qtbot, page.question.no)
    assert studio.catalogue.identities.default().revoked_at is None  # type: ignore[union-attr]
    press(qtbot, page.revoke)
    press(qtbot, page.question.yes)
    said(qtbot, page, "Revoked")
    assert studio.catalogue.identities.default().revoked_at is not None  # type: ignore[union-attr]

    press(qtbot, page.bring)
    qtbot.keyClicks(page.taking.file.path, str(tmp_path / "ada.p12"))
    qtbot.keyClicks(page.taking.passphrase, "words and words")
    press(qtbot, page.taking.take)
    said(qtbot, page, "That signature is here already")


def test_a_seat_gets_its_signature_as_a_file(
    shown: Callable[[str], QWidget], studio: Studio, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    identities.create(studio, "Studio Wren")
    page = shown("signature")
    assert isinstance(page, SignaturePage)
    qtbot.waitUntil(lambda: page.chosen is not None, timeout=WAIT_MS)
    monkeypatch.setattr("artistguard.ui.settings.signature.save_file", lambda *_: tmp_path / "seat.p12")
    press(qtbot, page.issue)
    qtbot.keyClicks(page.passphrase.name, "Bo, desk 2")
    for line in (page.passphrase.passphrases.first, page.passphrase.passphrases.second):
        qtbot.keyClicks(line, "words and words")
    press(qtbot, page.passphrase.go)
    said(qtbot, page, "On that seat")
    assert {i.name for i in studio.catalogue.identities.list()} == {"Studio Wren", "Bo, desk 2"}


# --- names and terms


def test_names_are_kept_one_a_line(shown: Callable[[str], QWidget], studio: Studio, qtbot: QtBot) -> None:
    page = shown("names")
    assert isinstance(page, NamesPage)
    qtbot.keyClicks(page.name, "Ada Wren")
    page.lists["handles"].setPlainText("@ada\n\n @ada \n@wren")
    press(qtbot, page.save)
    said(qtbot, page, "Saved.")
    assert studio.catalogue.profile.get() == Profile("Ada Wren", (), ("@ada", "@wren"), ())
    press(qtbot, page.save)
    said(qtbot, page, "Nothing to save")


@pytest.fixture
def terms(shown: Callable[[str], QWidget], qtbot: QtBot) -> TermsPage:
    page = shown("terms")
    assert isinstance(page, TermsPage)
    qtbot.waitUntil(lambda: page.preset is not None and page.preset[2], timeout=WAIT_MS)
    return page


def test_a_preset_is_edited_and_a_new_version_saved(terms: TermsPage, studio: Studio, qtbot: QtBot) -> None:
    assert terms.sentence.text() == "Nothing changed."
    assert not terms.save.isEnabled()
    editor = terms.editor
    qtbot.mouseClick(editor.answers.buttons[DataUse.AI_TRAINING, Permission.CONSTRAINED], Qt.MouseButton.LeftButton)
    assert not terms.save.isEnabled(), "an “ask me” without conditions cannot be saved"
    assert "conditions" in terms.sentence.text()
    editor.constraint.setPlainText("Write to me first.")
    editor.ticks.boxes[Field.TDM_POLICY].setChecked(False)
    qtbot.keyClicks(editor.rights.fields["creator"], "Ada Wren")
    assert "Saving makes version 2" in terms.sentence.text()
    press(qtbot, terms.save)
    said(qtbot, terms, "Saved as version 2")
    _, version = studio.catalogue.presets.get("Everything reserved")
    assert version.version == 2
    assert version.reservation.ai_training is Permission.CONSTRAINED
    assert version.reservation.data_mining is Permission.NOT_ALLOWED
    assert version.reservation.constraint == "Write to me first."
    assert version.rights.creator == "Ada Wren"
    assert Field.TDM_POLICY not in version.fields
    assert Field.CREDENTIAL in version.fields
    qtbot.waitUntil(lambda: not terms.save.isEnabled(), timeout=WAIT_MS)
    acts = [entry.act for entry in studio.catalogue.custody.iterate()]
    assert acts[-1] == "preset-changed"


def test_the_naming_rule_shows_an_example_and_a_wrong_one_is_not_saved(terms: TermsPage, qtbot: QtBot) -> None:
    rule = terms.editor.rules["name"]
    rule.clear()
    qtbot.keyClicks(rule, "{title}-signed")
    assert "Harbour lights-signed.png" in terms.editor.example.text()
    assert terms.save.isEnabled()
    qtbot.keyClicks(rule, "{nope}")
    assert "{nope}" in terms.editor.example.text()
    assert not terms.save.isEnabled()
    press(qtbot, terms.undo)
    assert rule.text() == "{stem}"


def test_a_preset_is_made_exported_changed_and_taken_in_again(
    terms: TermsPage, studio: Studio, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "mine.json"
    monkeypatch.setattr("artistguard.ui.settings.terms.save_file", lambda *_: file)
    monkeypatch.setattr("artistguard.ui.settings.terms.open_file", lambda *_: file)
    press(qtbot, terms.new)
    qtbot.keyClicks(terms.naming.name, "For Meridian")
    press(qtbot, terms.naming.make)
    said(qtbot, terms, "For Meridian is there now")
    qtbot.waitUntil(lambda: bool(terms.preset and terms.preset[0].name == "For Meridian"), timeout=WAIT_MS)
    press(qtbot, terms.default)
    said(qtbot, terms, "default now")
    assert studio.catalogue.presets.default()[0].name == "For Meridian"  # type: ignore[index]
    press(qtbot, terms.export)
    said(qtbot, terms, "Written to")
    document = json.loads(file.read_text())
    document["rights"]["credit"] = "Ada / Meridian"
    file.write_text(json.dumps(document))
    press(qtbot, terms.take)
    said(qtbot, terms, "For Meridian, version 2")
    qtbot.waitUntil(lambda: terms.editor.rights.fields["credit"].text() == "Ada / Meridian", timeout=WAIT_MS)
    press(qtbot, terms.export)
    said(qtbot, terms, "is there already")  # no file is written over


def test_leaving_a_changed_preset_is_asked_about(terms: TermsPage, qtbot: QtBot) -> None:
    qtbot.keyClicks(terms.editor.policy, "https://ada.example/terms")
    terms.choice.setCurrentIndex(terms.choice.findText("Ask me"))
    terms.choice.activated.emit(terms.choice.currentIndex())
    assert "not saved yet" in terms.question.text
    assert terms.editor.policy.text() == "https://ada.example/terms"
    press(qtbot, terms.question.yes)
    assert terms.preset is not None
    assert terms.preset[0].name == "Ask me"
    assert terms.editor.policy.text() == ""


# --- clients


def test_a_new_client_is_sealed_and_the_page_says_what_that_means(
    shown: Callable[[str], QWidget], studio: Studio, qtbot: QtBot
) -> None:
    page = shown("clients")
    assert isinstance(page, ClientsPage)
    press(qtbot, page.new)
    assert "sealed" in " ".join(each.text() for each in page.adding.findChildren(parts.QLabel))
    qtbot.keyClicks(page.adding.name, "Meridian Press")
    qtbot.keyClick(page.adding.name, Qt.Key.Key_Return)
    said(qtbot, page, "Meridian Press is there now, and sealed")
    qtbot.waitUntil(lambda: page.seal.title.text() == "Sealed", timeout=WAIT_MS)
    assert studio.catalogue.clients.get("Meridian Press").seal.closed
    press(qtbot, page.seal.open_)
    assert "cannot be called back" in page.seal.question.text
    press(qtbot, page.seal.question.yes)
    qtbot.waitUntil(lambda: page.seal.title.text() == "Not sealed", timeout=WAIT_MS)
    assert not studio.catalogue.clients.get("Meridian Press").seal.closed
    page.seal.until.choice.setCurrentIndex(1)
    wanted = page.seal.until.get()
    press(qtbot, page.seal.close_)
    qtbot.waitUntil(lambda: page.seal.title.text() == f"Sealed until {wanted}", timeout=WAIT_MS)
    assert studio.catalogue.clients.get("Meridian Press").seal.until == wanted


def test_rights_mandate_and_preset_of_a_client_are_saved_and_the_seal_stays(
    shown: Callable[[str], QWidget], studio: Studio, qtbot: QtBot
) -> None:
    client = client_work.add(studio, "Meridian Press")
    page = shown("clients")
    assert isinstance(page, ClientsPage)
    qtbot.waitUntil(lambda: page.name.text() == "Meridian Press", timeout=WAIT_MS)
    assert not page.save.isEnabled()
    qtbot.keyClicks(page.rights.fields["rights_holder"], "Meridian Press Ltd")
    qtbot.keyClicks(page.agent, "Ada Wren")
    page.until.choice.setCurrentIndex(1)
    page.preset.setCurrentIndex(page.preset.findText("Ask me"))
    client_work.open_(studio, client)  # another seat opens it meanwhile
    press(qtbot, page.save)
    said(qtbot, page, "Saved.")
    saved = studio.catalogue.clients.get(client.id)
    assert saved.rights.rights_holder == "Meridian Press Ltd"
    assert saved.mandate is not None
    assert (saved.mandate.agent, saved.mandate.holder) == ("Ada Wren", "Meridian Press")
    assert saved.mandate.until is not None
    assert saved.mandate.until > date.today()
    assert saved.preset_id == studio.catalogue.presets.get("Ask me")[0].id
    assert not saved.seal.closed


def test_two_clients_cannot_share_a_name(shown: Callable[[str], QWidget], studio: Studio, qtbot: QtBot) -> None:
    client_work.add(studio, "Meridian Press")
    page = shown("clients")
    assert isinstance(page, ClientsPage)
    page.add("meridian press")
    said(qtbot, page, "already")


# --- time stamps, network, ledger


def test_the_time_stamp_authority_is_set_and_nonsense_is_not(
    shown: Callable[[str], QWidget], home: Path, qtbot: QtBot
) -> None:
    page = shown("time-stamps")
    assert isinstance(page, TimeStampsPage)
    qtbot.waitUntil(lambda: bool(page.state.text()), timeout=WAIT_MS)
    qtbot.keyClicks(page.authority, "freetsa")
    press(qtbot, page.save)
    said(qtbot, page, "That is no address")
    page.authority.clear()
    qtbot.keyClicks(page.authority, "https://tsa.example/tsr")
    press(qtbot, page.save)
    said(qtbot, page, "Saved.")
    assert 'time_authority = "https://tsa.example/tsr"' in (home / "settings.toml").read_text()
    assert "switched off" in page.state.text()


def test_the_switch_is_off_and_turning_it_stands_in_the_ledger(
    shown: Callable[[str], QWidget], home: Path, studio: Studio, qtbot: QtBot
) -> None:
    page = shown("network")
    assert isinstance(page, NetworkPage)
    qtbot.waitUntil(lambda: "No request was ever made" in page.sum.text(), timeout=WAIT_MS)
    assert not page.switch.isChecked()
    page.switch.setFocus()
    qtbot.keyClick(page.switch, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: "It is on" in page.meaning.text(), timeout=WAIT_MS)
    assert "network = true" in (home / "settings.toml").read_text()
    assert next(reversed(list(studio.catalogue.custody.iterate()))).act == "network-switched"


def test_the_egress_ledger_reads_as_sentences(shown: Callable[[str], QWidget], studio: Studio, qtbot: QtBot) -> None:
    with pytest.raises(Exception, match="switched off"):
        studio.door().request("GET", trust_list.OFFICIAL, purpose=Purpose.TRUST_LIST, subjects=NOBODY)
    page = shown("network")
    assert isinstance(page, NetworkPage)
    qtbot.waitUntil(lambda: page.lines.count() == 1, timeout=WAIT_MS)
    line = page.lines.item(0).text()
    assert "raw.githubusercontent.com, for the official trust list" in line
    assert "Refused here, nothing left" in line
    press(qtbot, page.copy)
    assert QGuiApplication.clipboard().text() == line


# --- the trust list


@dataclass
class ListServer:
    """An https server on loopback with a certificate of its own, which answers with `body`."""

    folder: Path
    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    port: int = 0

    @property
    def url(self) -> str:
        return f"https://127.0.0.1:{self.port}/trust-list.pem"


def certificate(name: str, key: ec.EllipticCurvePrivateKey, *, ca: bool, host: str = "") -> x509.Certificate:
    subject = x509.Name(
        [x509.NameAttribute(NameOID.COMMON_NAME, name), x509.NameAttribute(NameOID.ORGANIZATION_NAME, "T")]
    )
    now = datetime.now(UTC)
    made = x509.CertificateBuilder().subject_name(subject).issuer_name(subject).public_key(key.public_key())
    made = made.serial_number(x509.random_serial_number()).not_valid_before(now - timedelta(days=1))
    made = made.not_valid_after(now + timedelta(days=30))
    made = made.add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
    if host:
        made = made.add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(host))]), critical=False)
    return made.sign(key, hashes.SHA256())


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ListServer]:
    made = ListServer(tmp_path)
    key = ec.generate_private_key(ec.SECP256R1())
    pem = certificate("127.0.0.1", key, ca=True, host="127.0.0.1").public_bytes(serialization.Encoding.PEM)
    (tmp_path / "tls.pem").write_bytes(pem)
    (tmp_path / "tls.key").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            made.asked.append(self.path)
            self.send_response(made.status)
            for name, value in made.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(made.body)))
            self.end_headers()
            self.wfile.write(made.body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(tmp_path / "tls.pem", tmp_path / "tls.key")
    http = HTTPServer(("127.0.0.1", 0), Handler)
    http.socket = tls.wrap_socket(http.socket, server_side=True)
    made.port = http.server_port
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield made
    http.shutdown()
    http.server_close()
    thread.join()


@pytest.fixture
def trust_page(shown: Callable[[str], QWidget], context: Context, server: ListServer, qtbot: QtBot) -> TrustPage:
    """The page with the network on, and a door that trusts the server on loopback."""
    inside = context.bridge.studio
    inside.save(replace(inside.settings, network=True))
    authorities = str(server.folder / "tls.pem")

    def door() -> Door:
        return Door(
            switch=lambda: inside.settings.network,
            ledger=inside.catalogue.egress,
            seals=inside.seals,
            consents=EveryHost(),
            seat="here",
            actor="ada",
            allowed=[f"127.0.0.1:{server.port}"],
            authorities=authorities,
        )

    inside.door = door  # type: ignore[method-assign]
    page = shown("trust")
    assert isinstance(page, TrustPage)
    page.address = server.url
    qtbot.waitUntil(lambda: page.fetch.isEnabled(), timeout=WAIT_MS)
    return page


def test_the_official_list_is_fetched_after_consent_and_its_bytes_are_as_said(
    trust_page: TrustPage, server: ListServer, studio: Studio, qtbot: QtBot
) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    authority, leaf = certificate("An Authority", key, ca=True), certificate("A Leaf", key, ca=False)
    server.body = b"".join(c.public_bytes(serialization.Encoding.PEM) for c in (authority, leaf))
    press(qtbot, trust_page.fetch)
    qtbot.waitUntil(lambda: bool(trust_page.question.text), timeout=WAIT_MS)
    asked = trust_page.question.text
    assert "127.0.0.1" in asked
    assert server.url in asked
    assert server.asked == [], "nothing is asked before the user agrees"
    press(qtbot, trust_page.question.no)
    assert server.asked == []
    press(qtbot, trust_page.fetch)
    qtbot.waitUntil(lambda: trust_page.question.isVisible(), timeout=WAIT_MS)
    press(qtbot, trust_page.question.yes)
    said(qtbot, trust_page, "The official list is here")
    assert server.asked == ["/trust-list.pem"]
    [entry] = studio.catalogue.egress.iterate()
    assert (entry.purpose, entry.subjects, entry.status) == (Purpose.TRUST_LIST, NOBODY, 200)
    assert entry.bytes_out == trust_list.offer(server.url).bytes_out
    assert f"{entry.bytes_out} byte" in asked
    names = {anchor.name for anchor in trust_list.show(studio).anchors}
    assert "An Authority" in names
    assert "A Leaf" not in names, "who may not vouch is not taken from the list"
    assert identities.anchors(studio).count("BEGIN CERTIFICATE") == 1


@pytest.mark.parametrize(
    ("status", "body", "headers"),
    [
        (404, b"not here", {}),
        (200, b"<html>hello</html>", {}),
        (302, b"", {"Location": "https://127.0.0.1/elsewhere"}),
    ],
    ids=["missing", "no list", "sent elsewhere"],
)
def test_what_is_no_list_changes_nothing(
    trust_page: TrustPage,
    server: ListServer,
    studio: Studio,
    qtbot: QtBot,
    status: int,
    body: bytes,
    headers: dict[str, str],
) -> None:
    server.status, server.body, server.headers = status, body, headers
    trust_page._fetch()
    said(qtbot, trust_page, "Your trust list is as it was")
    assert len(server.asked) == 1
    assert trust_list.show(studio).anchors == ()
    qtbot.waitUntil(lambda: trust_page.fetch.isEnabled(), timeout=WAIT_MS)


def test_with_the_network_off_there_is_nothing_to_fetch(shown: Callable[[str], QWidget], qtbot: QtBot) -> None:
    page = shown("trust")
    assert isinstance(page, TrustPage)
    qtbot.waitUntil(lambda: "switched off" in page.off.text(), timeout=WAIT_MS)
    assert not page.fetch.isEnabled()


def test_a_pem_file_is_loaded_found_and_removed(
    shown: Callable[[str], QWidget], studio: Studio, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pem = tmp_path / "partners.pem"
    keys = [ec.generate_private_key(ec.SECP256R1()) for _ in range(2)]
    both = [certificate(name, key, ca=True) for name, key in zip(("North", "South"), keys, strict=True)]
    pem.write_bytes(b"".join(each.public_bytes(serialization.Encoding.PEM) for each in both))
    monkeypatch.setattr("artistguard.ui.settings.trust.open_file", lambda *_: pem)
    page = shown("trust")
    assert isinstance(page, TrustPage)
    press(qtbot, page.load)
    said(qtbot, page, "on your trust list")
    qtbot.waitUntil(lambda: page.list.topLevelItemCount() == 2, timeout=WAIT_MS)
    qtbot.keyClicks(page.search, "nor")
    assert page.count.text() == "1/2"
    item = page.list.topLevelItem(0)
    assert item is not None
    page.list.setCurrentItem(item)
    press(qtbot, page.remove)
    press(qtbot, page.question.yes)
    said(qtbot, page, "Removed.")
    assert trust_list.show(studio).anchors == ()


# --- looks


def test_looks_change_at_once_and_are_kept(shown: Callable[[str], QWidget], context: Context, qtbot: QtBot) -> None:
    page = shown("looks")
    assert isinstance(page, LooksPage)
    qtbot.mouseClick(page.choices["dark"], Qt.MouseButton.LeftButton)
    assert context.theme.dark
    assert context.store.value("look/theme") == "dark"
    page.text_size.setCurrentIndex(page.text_size.count() - 1)
    page.text_size.activated.emit(page.text_size.currentIndex())
    assert context.theme.text_size == 200
    assert int(str(context.store.value("look/text_size"))) == 200
    context.theme.choose("light")
    assert page.choices["light"].isChecked(), "the menu changes it as well"


# --- what survives where


def test_every_line_of_the_table_has_a_source_with_a_date() -> None:
    table = platform_table.table()
    assert len(table.places) >= 20
    for each in table.places:
        assert each.sources, each.name
        for source in each.sources:
            assert source.when, source.id
            assert source.kind == "measured" or source.url.startswith("https://"), source.id
    assert not set(table.not_listed) & {each.name for each in table.places}


def test_the_summary_counts_what_the_table_says() -> None:
    table = platform_table.table()
    tested = [p for p in table.places if p.group != "programs" and p.credential is not platform_table.Fate.UNKNOWN]
    kept = sum(p.credential is platform_table.Fate.KEPT for p in tested)
    assert f"Of {len(tested)} platforms" in platforms.summary()
    assert f"{kept} keep" in platforms.summary()


def test_a_posted_copy_is_found_by_its_picture_and_compared(
    shown: Callable[[str], QWidget], studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    source = tmp_path / "art" / "harbour.png"
    source.parent.mkdir()
    draw(3, size=(640, 480)).save(source)
    signer = identities.create(studio, "Ada Wren")
    import_(studio, [source])
    order = SigningOrder(tmp_path / "out", posting=480)
    sign.sign(studio, sign.plan(studio, studio.catalogue.works.iterate(), order, signer), order, signer)
    [copy] = (tmp_path / "out").rglob("*.jpg")
    from PIL import Image

    stripped = tmp_path / "from-the-platform.jpg"
    with Image.open(copy) as opened:
        opened.resize((240, 180)).save(stripped, quality=80)

    page = shown("platforms")
    assert isinstance(page, platforms.PlatformsPage)
    assert page.take_files([stripped])
    qtbot.waitUntil(lambda: page.check.result.isVisible(), timeout=WAIT_MS)
    assert page.check.ours.path.text() == str(copy)
    assert page.check.sentence.text() == "The credential is gone. No tag is left."
    shown_rows = " ".join(each.text() for each in page.check.values.findChildren(parts.QLabel))
    assert "480 × 360 → 240 × 180" in shown_rows

    page.take_files([copy])
    qtbot.waitUntil(lambda: "byte for byte" in page.check.sentence.text(), timeout=WAIT_MS)


def test_the_place_opens_where_it_was_left(place: settings.SettingsPlace, context: Context, qtbot: QtBot) -> None:
    place.arrived(page="network")
    assert isinstance(place.stack.currentWidget(), NetworkPage)
    place.leave()
    again = settings.create(context)
    qtbot.addWidget(again)
    assert isinstance(again, settings.SettingsPlace)
    assert isinstance(again.stack.currentWidget(), NetworkPage)
