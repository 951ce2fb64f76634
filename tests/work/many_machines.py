"""A Dask scheduler and workers on loopback, over TLS, each a process of its own: real ones, to be killed."""

import datetime
import json
import subprocess
import sys
import time
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


def certificates(folder: Path) -> tuple[Path, Path, Path]:
    """(authority, certificate, key) of an authority of our own, for 127.0.0.1."""
    now = datetime.datetime.now(datetime.UTC)

    def made(name: str, key, issuer: x509.Name, signer, authority: bool) -> x509.Certificate:
        builder = x509.CertificateBuilder(issuer, x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
        builder = builder.public_key(key.public_key()).serial_number(x509.random_serial_number())
        builder = builder.not_valid_before(now - datetime.timedelta(hours=1))
        builder = builder.not_valid_after(now + datetime.timedelta(hours=6))
        builder = builder.add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        if not authority:
            names = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
            builder = builder.add_extension(names, critical=False)
        return builder.sign(signer, hashes.SHA256())

    root_key, own_key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    root_name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "an authority of the tests")])
    root = made("an authority of the tests", root_key, root_name, root_key, authority=True)
    own = made("127.0.0.1", own_key, root_name, root_key, authority=False)
    paths = folder / "ca.pem", folder / "cert.pem", folder / "key.pem"
    paths[0].write_bytes(root.public_bytes(serialization.Encoding.PEM))
    paths[1].write_bytes(own.public_bytes(serialization.Encoding.PEM))
    paths[2].write_bytes(
        own_key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    return paths


@dataclass
class Machines:
    """A scheduler and its workers."""

    folder: Path
    tls: tuple[Path, Path, Path] | None
    address: str = ""
    scheduler: subprocess.Popen | None = None
    workers: list[subprocess.Popen] = field(default_factory=list)

    def start(self, workers: int) -> "Machines":
        """Both, ready to be asked."""
        scheme = "tls" if self.tls else "tcp"
        listing = self.folder / "scheduler.json"
        self.scheduler = self._process(
            "dask_scheduler", "--host", f"{scheme}://127.0.0.1:0", "--scheduler-file", str(listing), "--no-dashboard"
        )
        while not listing.exists() or not listing.read_text("utf-8").endswith("}"):
            assert self.scheduler.poll() is None, "the scheduler ended"
            time.sleep(0.05)
        self.address = json.loads(listing.read_text("utf-8"))["address"]
        for number in range(workers):
            self.workers.append(
                self._process(
                    "dask_worker", self.address, "--host", f"{scheme}://127.0.0.1", "--no-nanny", "--nthreads", "1",
                    "--no-dashboard", "--local-directory", str(self.folder / f"worker-{number}"),
                )
            )  # fmt: skip
        return self

    def stop(self) -> None:
        """All of them."""
        for process in (*self.workers, self.scheduler):
            if process is not None:
                process.kill()
                process.wait()

    def _process(self, module: str, *words: str) -> subprocess.Popen:
        tls = ()
        if self.tls:
            tls = ("--tls-ca-file", self.tls[0], "--tls-cert", self.tls[1], "--tls-key", self.tls[2])
        command = [sys.executable, "-m", f"distributed.cli.{module}", *words, *map(str, tls)]
        with (self.folder / f"{module}-{len(self.workers)}.log").open("wb") as log:
            return subprocess.Popen(command, stdout=log, stderr=log, cwd=self.folder)
