"""Takes pictures of every screen of the running program, offscreen, on the sample portfolio.

    packaging/pictures [FOLDER] [--only PART] [--scale 2] [--language de]

A picture is called PLACE-LOOK-TEXT-SIZE.png. The data folder is a temporary one, with a throw-away signature; a client
is sealed, some works are signed, one is changed since, so that every badge and sentence can be seen.
"""

import argparse
import os
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PySide6.QtGui import QPixmap

    from artistguard.ui.window import Window
    from artistguard.workflow.studio import Studio

PASSPHRASE = "three pears and a jug"
ARTIST = "Ada Wren"
LOOKS = ("light", "dark")
VIEWS = ((100, (1280, 800)), (200, (1280, 800)), (100, (960, 600)), (200, (960, 600)))  # text in percent, window


def prepare(folder: Path) -> Path:
    """A data folder as after a first day's work; returns it. The sample is copied, so that a work can change."""
    from artistguard.workflow import clients, identity, sign
    from artistguard.workflow.import_ import import_
    from artistguard.workflow.sign import SigningOrder
    from artistguard.workflow.studio import Studio

    works, home = folder / "Pictures", folder / "home"
    shutil.copytree("resources/sample", works)
    with Studio(home, passphrase=lambda: PASSPHRASE, keychain=False) as studio:
        studio.save(replace(studio.settings, workers=2))
        signer = identity.create(studio, ARTIST)
        import_(studio, [works])
        everything = list(studio.catalogue.works.iterate())
        sealed = clients.add(studio, "Meridian Press")
        opened = clients.open_(studio, clients.add(studio, "Juniper Games"))
        clients.assign(studio, [work.id for work in everything if "Client" in work.editions[0].location.path], opened)
        clients.assign(studio, [everything[-1].id], sealed)
        order = SigningOrder(out=folder / "Signed")
        some = everything[: len(everything) * 2 // 3]
        sign.sign(studio, sign.plan(studio, some, order, signer), order, signer)
        _retouch(works / everything[0].editions[0].location.path)
        import_(studio, [works], update=True)
        _record(studio, [work.id for work in everything])
        _watch(studio, works)
        _scan(studio, works)
    return home


def _record(studio: "Studio", works: list[str]) -> None:
    """Some works in the local ledger, one taken back; a yes that was given, a form that was sent."""
    from datetime import date, timedelta

    from artistguard.model.forms import FormState
    from artistguard.model.rights import DataUse
    from artistguard.workflow import forms, grants, registering

    registering.register(studio, registering.plan(studio, works[:8], ["local"]))
    registering.withdraw(studio, [next(registering.declarations(studio, works[1])).id])
    since = date.today() - timedelta(days=3)
    grants.grant(
        studio, "Lantern Press", uses=[DataUse.AI_TRAINING], since=since, works=works[2:3], note="for the anthology"
    )
    forms.mark(studio, "have-i-been-trained", FormState.SENT, note="the old addresses as well")


def _scan(studio: "Studio", works: Path) -> None:
    """The sample set searched, and one of its rows compared with a picture."""
    from PIL import Image, ImageOps

    from artistguard.workflow import finds, image_sets, scan, scan_finds, scan_plan
    from artistguard.workflow.confirm_find import confirm_find

    own = studio.home / image_sets.OWN  # on a host that nobody agreed to: the question is seen, and nothing sent
    own.write_text('[elsewhere]\ntitle = "A set elsewhere (2026)"\nfiles = ["https://sets.example/part.parquet"]\n')
    plan = scan_plan.plan(studio, str(Path("resources/set/part-00000.parquet").resolve()))
    scan_finds.finish(studio, scan.begin(studio, plan))
    with Image.open(works / "Harbour Lights.jpg") as picture:
        copy = ImageOps.mirror(picture.convert("RGB")).crop((120, 90, picture.width - 60, picture.height - 40))
        copy.save(works.parent / "from-the-net.jpg", quality=70)
    card = next(
        card
        for card in finds.cards(studio)
        if any("row" in each.details and "Harbour" in each.reason for each in card.matches)
    )
    _keep(studio, card, works.parent / "from-the-net.jpg")
    confirm_find(studio, card.id)


def _keep(studio: "Studio", card: Any, path: Path) -> None:
    """As if the row's picture had been fetched."""
    import hashlib
    from dataclasses import replace as changed

    from artistguard.model.ids import now
    from artistguard.model.watching import Capture, Captured, Key
    from artistguard.workflow import captures

    body = path.read_bytes()
    digest = hashlib.sha256(body).hexdigest()
    captures.keep(studio, Captured(Capture(digest, "https://example.org/1.jpg", 200, now(), len(body)), body))
    match = next(match for match in card.matches if match.key is Key.PICTURE and "row" in match.details)
    details = {**match.details, "capture": digest}
    studio.catalogue.finds.amend(changed(match, details=details), "Its picture was fetched.", digest)


def _watch(studio: "Studio", works: Path) -> None:
    """A watch that ran over the demo's hub, with pictures; and one that nobody agreed to yet."""
    from urllib.parse import urlsplit

    from artistguard.model.egress import Purpose
    from artistguard.model.finds import Verdict
    from artistguard.model.rights import Profile
    from artistguard.workflow import consents, finds, watches
    from artistguard.workflow.demo_hub import demo_hub

    names = ("adawren", "ada_wren_art")
    studio.catalogue.profile.set(Profile(ARTIST, ("Ada Brightwater",), names, ("adawren.example",)))
    usual = studio.settings
    with demo_hub(works) as endpoint:
        at = urlsplit(endpoint).netloc
        studio.save(replace(usual, network=True, local_hosts=at, hugging_face=endpoint))
        shown = "It is asked for models, data sets and spaces.\n\nGET /api/models?search=ada%20wren HTTP/1.1"
        consents.agree(studio, at, (Purpose.WATCH, Purpose.PICTURE), shown)
        watches.add(studio, "hugging-face")
        watches.run(studio)
        consents.withdraw(studio, at)
    studio.save(replace(usual, network=True))
    for need in watches.sources(studio)["hugging-face"].needs:
        consents.agree(studio, need.host, (Purpose.PICTURE,) if need.pictures else (Purpose.WATCH,), shown)
    watches.add(studio, "civitai")
    weakest = finds.cards(studio)[-1]
    finds.judge(studio, weakest.id, Verdict.NOT_MINE)


def _retouch(path: Path) -> None:
    from PIL import Image

    with Image.open(path) as picture:
        picture.convert("RGB").save(path, quality=92)


class Camera:
    """The running window, and the pictures of it."""

    def __init__(self, home: Path, folder: Path, only: str, scale: int, language: str = "en") -> None:
        from PySide6.QtCore import QSettings
        from PySide6.QtWidgets import QApplication

        from artistguard.ui import language as languages
        from artistguard.ui.app import build
        from artistguard.ui.byitself import ByItself
        from artistguard.ui.context import STORE
        from artistguard.workflow.studio import Studio

        self.folder, self.only, self.scale = folder, only, scale
        self.app = QApplication.instance() or QApplication([])
        home.mkdir(parents=True, exist_ok=True)
        kept = QSettings(str(home / STORE), QSettings.Format.IniFormat)
        languages.choose(kept, language)
        kept.sync()
        self.window = build(self.app, home, lambda context: Studio(home, passphrase=lambda: PASSPHRASE, keychain=False))  # type: ignore[arg-type]
        self.context = self.window.context
        self.window.show()
        self.quiet()
        for each in self.window.findChildren(ByItself):
            each.stop()  # no watch runs while pictures are taken
        self.taken: list[Path] = []

    def quiet(self, least: float = 0.4, most: float = 30.0) -> None:
        """Let the program work until nothing is asked or awaited any more."""
        started = calm = time.monotonic()
        while time.monotonic() - started < most:
            self.app.processEvents()
            time.sleep(0.005)
            if self.context.bridge._timer.isActive() and not self.context.bridge.busy:
                calm = time.monotonic()
            if time.monotonic() - calm > least and time.monotonic() - started > least:
                return

    def shoot(self, name: str, look: str, text: int, size: tuple[int, int]) -> None:
        """One picture."""
        self.quiet()
        path = self.folder / f"{name}-{look}-{text}-{size[0]}x{size[1]}{'@2x' if self.scale == 2 else ''}.png"
        self._with_dialogs().save(str(path))
        self.taken.append(path)

    def _with_dialogs(self) -> "QPixmap":
        """The window, and what stands over it."""
        from PySide6.QtGui import QPainter

        picture = self.window.grab()
        painter = QPainter(picture)
        for each in self.app.topLevelWidgets():
            if each is not self.window and each.isVisible():
                place = each.mapToGlobal(each.rect().topLeft()) - self.window.mapToGlobal(self.window.rect().topLeft())
                painter.drawPixmap(place, each.grab())
        painter.end()
        return picture

    def around(self, name: str, prepare: Callable[[], None]) -> None:
        """Pictures of one screen in every look and size. The screen is made once; looks are switched under it."""
        if self.only and self.only not in name:
            return
        prepare()
        for text, size in VIEWS:
            self.window.resize(*size)
            self.context.theme.set_text_size(text)
            for look in LOOKS:
                self.context.theme.choose(look)
                self.shoot(name, look, text, size)
        self.context.theme.set_text_size(100)
        self.window.banner.dismiss()

    def close(self) -> None:
        """Leave."""
        self.window.close()
        self.context.bridge.close()
        self.window.deleteLater()
        self.app.processEvents()


def screens(camera: Camera, works: Path) -> Iterator[tuple[str, Callable[[], None]]]:
    """Every screen by its name, and how to get there."""
    from PySide6.QtWidgets import QAbstractItemView

    window, context = camera.window, camera.context

    def grid() -> QAbstractItemView:
        found = [each for each in window.place("portfolio").findChildren(QAbstractItemView) if each.isVisible()]
        if not found:
            raise SystemExit("the portfolio shows no grid")
        return max(found, key=lambda each: each.width() * each.height())

    def select(count: int, first: int = 0) -> None:
        from PySide6.QtCore import QItemSelection, QItemSelectionModel

        window.show_place("portfolio")
        camera.quiet()
        view = grid()
        model, chosen = view.model(), view.selectionModel()
        count, first = min(count, model.rowCount()), first % model.rowCount()
        view.setCurrentIndex(model.index(first, 0))
        ranges = QItemSelection(model.index(first, 0), model.index(first + count - 1, 0))
        chosen.select(ranges, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def check(path: Path) -> Callable[[], None]:
        return lambda: window.hand_to("check", [path])

    def ask(text: str) -> None:
        window.show_place("check")
        window.place("check").zone.field.setPlainText(text)
        window.place("check").ask(text)

    def finds(page: str) -> Any:
        context.go_to("finds", page=page)
        window.place("finds").review.show_which("news")
        camera.quiet()
        window.place("finds").review.list.go(0)
        return window.place("finds").watches

    def sets(look_at: str = "") -> None:
        context.go_to("finds", page="sets")
        camera.quiet()
        page = window.place("finds").sets
        for target, card in page.cards.items():
            if look_at and look_at in target:
                page.look_at(target)
                camera.quiet(2.0)
                page.ensureWidgetVisible(card)

    def planned(target: str, ask: str) -> None:
        sets(target)
        for where, card in window.place("finds").sets.cards.items():
            if target in where:
                card.drop_plan()
                getattr(card, ask).click()
                camera.quiet(2.0)
                window.place("finds").sets.ensureWidgetVisible(card)

    def tested() -> None:
        context.go_to("finds", page="selftest")
        page = window.place("finds").selftest
        page.works.setValue(4)
        page.points.setChecked(False)
        page.begin.click()
        camera.quiet(2.0)

    def records(page: str, **what: object) -> Any:
        context.go_to("records", page=page, **what)
        camera.quiet(1.0)
        return window.place("records")

    def unfolded() -> None:
        page = records("registries").registries
        card = page.forms["have-i-been-trained"]
        card.unfold()
        camera.quiet()
        page.ensureWidgetVisible(card, 0, 0)

    def asked_for() -> None:
        form = records("register").register
        for name, tick in form.names.items():
            tick.setChecked(name != "local" and "hub" not in name)
        camera.quiet(2.0)
        form.ensureWidgetVisible(form.consent)

    def checked() -> None:
        detail = records("receipts").receipts.detail
        detail.check.click()
        camera.quiet(1.0)

    def a_day() -> None:
        records("ledger", work=context.bridge.studio.catalogue.works.find("3").id)

    def given() -> None:
        ledger = records("ledger").ledger
        ledger.grants.begin()
        camera.quiet(1.0)
        ledger.ensureWidgetVisible(ledger.grants.form)

    def compared(over: bool) -> None:
        finds("cards")
        review = window.place("finds").review
        for row in range(review.list.cards.rowCount()):
            found = review.list.cards.find_at(row)
            if found is not None and any("agreement" in match.details for match in found.matches):
                review.list.go(row)
        camera.quiet(1.0)
        compare = review.detail.compare
        if over is compare.pair.isVisible():
            compare.switch()
        review.detail.ensureWidgetVisible(compare)

    def question() -> None:
        for card in finds("watches").cards.values():
            if card.agree.isVisible():
                card.agree.click()
                finds("watches").ensureWidgetVisible(card.consent)

    def add_watch() -> None:
        place = finds("watches")
        place.begin_adding()
        camera.quiet()
        place.adding.source.setCurrentIndex(place.adding.source.findData("common-crawl"))
        place.verticalScrollBar().setValue(0)

    def tester() -> None:
        page = window.place("settings").page("names")
        page.tester.text.setPlainText("a harbour, in the style of ada wren; adawren.example; a wren on a bough")
        page.area.ensureWidgetVisible(page.tester)

    if window.has_place("portfolio"):
        yield "portfolio", lambda: (window.show_place("portfolio"), camera.quiet(), grid().clearSelection())
        yield "portfolio-one", lambda: select(1, 1)
        yield "portfolio-outdated", lambda: select(1, -1)  # the last of "newest first" is the one that changed
        yield "portfolio-many", lambda: select(9)
    if window.has_place("check"):
        yield "check", lambda: window.show_place("check")
        yield "check-ours", check(_trick(works))
        yield "check-stranger", check(_stranger(works))
        yield "check-link", lambda: ask("https://huggingface.co/moth-and-lantern/ada-wren-style-xl")
        yield "check-text", lambda: ask("a harbour at dusk, in the style of ada wren, see adawren.example/gallery")
    if window.has_place("finds"):
        yield "finds", lambda: finds("cards")
        yield "finds-judged", lambda: (finds("cards"), window.place("finds").review.show_which("judged"))
        yield "sets", sets
        yield "sets-plan", lambda: sets("part-00000")
        yield "sets-question", lambda: sets("elsewhere")
        yield "sets-words", lambda: planned("part-00000", "words")
        yield "sets-check", lambda: planned("part-00000", "check")
        yield "selftest", tested
        yield "finds-compared", lambda: compared(False)
        yield "finds-slider", lambda: compared(True)
        yield "watches", lambda: finds("watches")
        yield "watches-question", question
        yield "watches-add", add_watch
    if window.has_place("records"):
        yield "records-registries", lambda: records("registries")
        yield "records-form", unfolded
        yield "records-register", lambda: records("register").register.names["local"].setChecked(True)
        yield "records-question", asked_for
        yield "records-receipts", checked
        yield "records-ledger", a_day
        yield "records-consent", given
    if window.has_place("activity"):
        yield "activity", lambda: _busy(camera)
    if window.has_place("settings"):
        from artistguard.ui.settings import PAGES

        for page in PAGES:
            yield f"settings-{page}", lambda page=page: context.go_to("settings", page=page)
        yield "settings-names-tester", lambda: (context.go_to("settings", page="names"), camera.quiet(), tester())
    yield (
        "banner",
        lambda: context.show_banner(
            "The disk is full. 212 copies are finished, 588 are waiting; nothing is half written. Free 1.1 GB and "
            "press Go on.",
            "bad",
            ("Go on", lambda: None),
            "disk-full",
        ),
    )
    yield "passphrase", lambda: window.passphrase.ask(lambda text: None)
    yield "menu", lambda: _menu(window)
    yield "clients", lambda: window.bar.clients.showPopup()
    yield "closing", lambda: _closing(window)
    yield (
        "drop",
        lambda: (
            _leave_dialog(window),
            window.show_place("portfolio"),
            window._hint.show_for("portfolio", window.stack),
        ),
    )


def _menu(window: "Window") -> None:
    window.passphrase._give_up()
    view = window.menuBar().actions()[3].menu()
    view.popup(window.mapToGlobal(window.menuBar().actionGeometry(window.menuBar().actions()[3]).bottomLeft()))


def _closing(window: "Window") -> None:
    for each in (window.menuBar().actions()[3].menu(), window.bar.clients):
        each.hidePopup() if hasattr(each, "hidePopup") else each.close()
    window._ask_how_to_close()


def _leave_dialog(window: "Window") -> None:
    if window._closing_asked is not None:
        window._closing_asked.close()


def _busy(camera: Camera) -> None:
    """Something that runs, for as long as pictures of it are taken."""
    camera.window.show_place("activity")
    gate = threading.Event()

    def work(studio: object, progress: Callable[..., None], cancel: object) -> tuple[None, list[object]]:
        for number in range(100_000):
            progress(min(112, 100 + number), 800, "Harbour Lights.jpg")
            if gate.wait(0.05) or cancel.cancelled:  # type: ignore[attr-defined]
                break
        return None, []

    camera.context.bridge.operate("Tag and sign 800 works", work)  # type: ignore[arg-type]
    camera.running = gate  # type: ignore[attr-defined]


def _trick(works: Path) -> Path:
    """One of the works, mirrored, smaller, recompressed, its tags gone."""
    from PIL import Image, ImageOps

    target = works.parent / "from the net.jpg"
    with Image.open(works / "Harbour Lights.jpg") as picture:
        small = ImageOps.mirror(picture.convert("RGB"))
        small.thumbnail((700, 700))
        small.save(target, quality=70)
    return target


def _stranger(works: Path) -> Path:
    from PIL import Image

    target = works.parent / "a stranger's.png"
    Image.radial_gradient("L").resize((640, 480)).save(target)
    return target


def main() -> int:
    """Take them all."""
    parser = argparse.ArgumentParser(prog="packaging/pictures", description=__doc__.split("\n", 1)[0])
    parser.add_argument("folder", nargs="?", default="out/pictures", type=Path)
    parser.add_argument("--only", default="", help="only screens with this in their name")
    parser.add_argument("--language", choices=("en", "de"), default="en", help="what the window speaks")
    parser.add_argument("--scale", type=int, choices=(1, 2), default=1, help="device pixels a pixel")
    words = parser.parse_args()
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["QT_SCALE_FACTOR"] = str(words.scale)
    folder = words.folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    os.chdir(Path(__file__).resolve().parent.parent)
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="artistguard-pictures-") as temporary:
        place = Path(temporary)
        camera = Camera(place / "empty", folder, words.only, words.scale, words.language)
        for name in ("firstminute", "portfolio", "finds"):
            if camera.window.has_place(name):
                shown = "firstminute" if name == "firstminute" else f"{name}-empty"
                camera.around(shown, lambda name=name: camera.window.show_place(name))
        count = len(camera.taken)
        camera.close()
        home = prepare(place)
        camera = Camera(home, folder, words.only, words.scale, words.language)
        for name, there in screens(camera, place / "Pictures"):
            camera.around(name, there)
        gate = getattr(camera, "running", None)
        if gate is not None:
            gate.set()
            camera.quiet()
        camera.close()
        count += len(camera.taken)
    print(f"{count} pictures in {folder}, {time.monotonic() - started:.0f} s", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
