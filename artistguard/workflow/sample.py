"""The sample: a portfolio that comes along, and a throw-away studio to try everything on it.

It has a data folder, a signature and workers of its own, and leaves nothing behind: neither the user's catalogue nor
the user's keys are touched. The demo and the window's first minute work on it.
"""

import secrets
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from importlib import resources
from pathlib import Path

from artistguard.model.errors import from_json
from artistguard.model.identity import Identity
from artistguard.model.protocols import CancelToken, Progress, no_progress
from artistguard.work.pool import WorkerPool
from artistguard.workflow import identity, sign
from artistguard.workflow.import_ import ImportReport, import_
from artistguard.workflow.sign import SigningOrder
from artistguard.workflow.studio import Studio

ARTIST = "Ada Wren"
# The sample is drawn by a program, and its copies say so.
SOURCE_TYPE = "http://cv.iptc.org/newscodes/digitalsourcetype/algorithmicMedia"


@contextmanager
def portfolio() -> Iterator[Path]:
    """The sample portfolio as a folder (a temporary one where the program lies in an archive)."""
    with resources.as_file(resources.files("resources") / "sample") as folder:
        yield folder


class SampleStudio(Studio):
    """A studio in a temporary data folder. `portfolio` is the sample, `scratch` a folder for what is made of it."""

    def __init__(self, *, pool: WorkerPool | None = None) -> None:
        """`pool`: workers that are starting already (`workflow.early`); they belong to the studio from now on."""
        with ExitStack() as stack:
            if pool is not None:
                stack.callback(pool.close)
            self.portfolio = stack.enter_context(portfolio())
            temporary = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="artistguard-sample-")))
            self.scratch = temporary / "scratch"
            self.scratch.mkdir()
            passphrase = secrets.token_hex(16)
            super().__init__(temporary / "home", passphrase=lambda: passphrase, keychain=False, local=True)
            self._pool = pool
            self._stack = stack.pop_all()

    def close(self) -> None:
        """Close the studio and remove its folder."""
        try:
            super().close()
        finally:
            self._stack.close()

    def take_in(self, *, progress: Progress = no_progress, cancel: CancelToken | None = None) -> ImportReport:
        """Import the sample portfolio."""
        return import_(self, [self.portfolio], source_type=SOURCE_TYPE, progress=progress, cancel=cancel)

    def signer(self) -> Identity:
        """The throw-away signature, made at the first call."""
        return self.catalogue.identities.default() or identity.create(self, ARTIST)

    def sign(self, work_id: str) -> Path:
        """Write a signed copy of one work of the sample, and return where it is. Signing again returns the same."""
        signer, order = self.signer(), SigningOrder(out=self.scratch / "signed")
        plan = sign.plan(self, [self.catalogue.works.get(work_id)], order, signer)
        if plan.already:
            return plan.already[0][1]
        for _, error in plan.failures:
            raise error
        _, report = sign.sign(self, plan, order, signer)
        if report.stopped is not None:
            raise report.stopped
        for _, reason in report.failures:
            raise from_json({key: str(value) for key, value in reason.items()})
        return plan.copies[0].target
