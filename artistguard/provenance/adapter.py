"""The C2PA library, and everything unusual about it. No other module imports c2pa.

c2pa-python 0.38 offers Python streams only: every 8 KiB of a file would be a call back into Python (5,000 for a 20 MB
PNG). Its native library also takes plain C functions, so on POSIX systems the streams here are file descriptors with
read, lseek and write of the C library as call-backs. It also exports the data-hash workflow, which the Python package
leaves out: a placeholder of the final length is written with the file, and only the signed manifest is patched in.
"""

import contextlib
import ctypes
import functools
import io
import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import c2pa
from c2pa import c2pa as native

_lib = native._lib
_POSIX = os.name == "posix" and ctypes.sizeof(ctypes.c_void_p) == 8 and sys.byteorder == "little"
_ALGORITHMS = {
    "ES256": c2pa.C2paSigningAlg.ES256,
    "ES384": c2pa.C2paSigningAlg.ES384,
    "ES512": c2pa.C2paSigningAlg.ES512,
    "PS256": c2pa.C2paSigningAlg.PS256,
    "EdDSA": c2pa.C2paSigningAlg.ED25519,
}
MAX_MANIFEST = 256 << 20  # bytes of a manifest store or its JSON; ours have thirteen thousand
RAW = "application/c2pa"  # the manifest as it stands in a sidecar, without a container's segments around it

# The Python package declares only what it uses itself.
_lib.c2pa_builder_data_hashed_placeholder.argtypes = [
    ctypes.c_void_p,
    ctypes.c_size_t,
    ctypes.c_char_p,
    ctypes.POINTER(ctypes.c_void_p),
]
_lib.c2pa_builder_data_hashed_placeholder.restype = ctypes.c_int64
_lib.c2pa_builder_sign_data_hashed_embeddable.argtypes = [
    ctypes.c_void_p,
    ctypes.c_void_p,
    ctypes.c_char_p,
    ctypes.c_char_p,
    ctypes.c_void_p,
    ctypes.POINTER(ctypes.c_void_p),
]
_lib.c2pa_builder_sign_data_hashed_embeddable.restype = ctypes.c_int64


class C2paRefused(Exception):
    """The library would not. `str()` is its own sentence, meant for a warning or a log, not for a person as it is."""


class NoCredential(Exception):
    """The file carries none."""


class CredentialElsewhere(Exception):
    """The file only names an address where its credential lies. It is not fetched. `str()` says the address."""


@dataclass(frozen=True, slots=True)
class Ingredient:
    """A file with a credential that another file was made from: C2PA's JSON about it, and an open descriptor."""

    definition: Mapping[str, object]
    mime: str
    fd: int


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be signed: the manifest definition, the files it was made from, the pictures it shows."""

    definition: Mapping[str, object]
    ingredients: Sequence[Ingredient] = ()
    resources: Mapping[str, bytes] = field(default_factory=dict)


def read(fd: int, mime: str, *, anchors_pem: str = "", manifest: bytes | None = None) -> dict[str, Any]:
    """The manifest store of a file as c2pa-rs reports it (its "Reader JSON"), with the answer of its validation.

    `manifest` is the content of a `.c2pa` sidecar; without it, the credential in the file itself is read.
    Raises NoCredential, CredentialElsewhere, or C2paRefused where there is one that cannot be read.
    """
    context = _context(anchors_pem)
    with native._native_section(), _stream(fd) as stream:
        reader = _lib.c2pa_reader_from_context(context.execution_context)
        if manifest is None:
            after = _lib.c2pa_reader_with_stream(reader, mime.encode(), stream)
        else:
            data = (ctypes.c_ubyte * len(manifest)).from_buffer_copy(manifest)
            after = _lib.c2pa_reader_with_manifest_data_and_stream(reader, mime.encode(), stream, data, len(manifest))
        if not after:
            message = native._read_native_error() or "unknown error"
            # The failed call may or may not have taken the reader with it: freeing twice is checked for and harmless.
            _lib.c2pa_free(reader)
            raise _read_error(message)
        try:
            pointer = _lib.c2pa_reader_json(after)
            if not pointer:
                raise C2paRefused(native._read_native_error() or "unknown error")
            try:
                text = ctypes.string_at(pointer)
            finally:
                _lib.c2pa_free(pointer)
        finally:
            _lib.c2pa_free(after)
    if len(text) > MAX_MANIFEST:
        raise C2paRefused("the manifest store is too large")
    store = json.loads(text)
    if not isinstance(store, dict):
        raise C2paRefused("the manifest store is not an object")
    return store


class Builder:
    """One credential in the making. Use as a context manager; what is hashed can be signed again, without a time."""

    def __init__(self, plan: Plan) -> None:
        with _refusals():
            self._builder = c2pa.Builder(dict(plan.definition), context=_context(""))
            try:
                for ingredient in plan.ingredients:
                    self._add(ingredient)
                for name, data in plan.resources.items():
                    self._builder.add_resource(name, io.BytesIO(data))
            except BaseException:
                self._builder.close()
                raise

    def __enter__(self) -> "Builder":
        return self

    def __exit__(self, *exc: object) -> None:
        self._builder.close()

    def placeholder(self, signer: "SigningKey", mime: str) -> bytes:
        """A manifest of the final length, to be written where the signed one will go."""
        out = ctypes.c_void_p()
        with native._native_section():
            length = _lib.c2pa_builder_data_hashed_placeholder(
                self._builder._handle, signer.reserve, mime.encode(), ctypes.byref(out)
            )
            return _taken(length, out)

    def sign_hashed(
        self, signer: "SigningKey", mime: str, digest: bytes, exclusions: Sequence[tuple[int, int]]
    ) -> bytes:
        """The signed manifest over a file whose SHA-256 (without the excluded ranges) is `digest`."""
        data_hash = {
            "exclusions": [{"start": start, "length": length} for start, length in exclusions],
            "name": "jumbf manifest",
            "alg": "sha256",
            "hash": list(digest),
            "pad": [],
        }
        out = ctypes.c_void_p()
        with signer.watched(), native._native_section():
            length = _lib.c2pa_builder_sign_data_hashed_embeddable(
                self._builder._handle,
                signer.handle,
                json.dumps(data_hash).encode(),
                mime.encode(),
                None,
                ctypes.byref(out),
            )
            return _taken(length, out)

    def sign_file(self, signer: "SigningKey", mime: str, source: int, target: int) -> bytes:
        """Write the file behind `source` with its credential to `target` (both descriptors; target is empty, r/w)."""
        out = ctypes.POINTER(ctypes.c_ubyte)()
        with signer.watched(), native._native_section(), _stream(source) as src, _stream(target, "rb+") as dst:
            length = _lib.c2pa_builder_sign(
                self._builder._handle, mime.encode(), src, dst, signer.handle, ctypes.byref(out)
            )
            return _taken(length, ctypes.cast(out, ctypes.c_void_p))

    def _add(self, ingredient: Ingredient) -> None:
        text = json.dumps(dict(ingredient.definition)).encode()
        with native._native_section(), _stream(ingredient.fd) as stream:
            if _lib.c2pa_builder_add_ingredient_from_stream(
                self._builder._handle, text, ingredient.mime.encode(), stream
            ):
                raise C2paRefused(native._read_native_error() or "unknown error")


class SigningKey:
    """A key as the library takes it. What its call-back raises is kept and raised again: the library swallows it.

    `time_authority` is a loopback address, since the library speaks HTTP itself (see net).
    """

    def __init__(
        self, sign: Callable[[bytes], bytes], algorithm: str, chain_pem: str, time_authority: str | None = None
    ) -> None:
        self._raised: BaseException | None = None

        def call(data: bytes) -> bytes:
            try:
                return sign(bytes(data))
            except BaseException as error:  # noqa: BLE001 - carried across native code, raised again in `watched`
                self._raised = error
                # Empty means failure to c2pa-python; raising would make it print the error to the log.
                return b""

        with _refusals():
            self._signer = c2pa.Signer.from_callback(call, _ALGORITHMS[algorithm], chain_pem, time_authority)
            # The same with and without a time authority, so that the fallback fits the same placeholder.
            self.reserve = self._signer.reserve_size()

    @property
    def handle(self) -> Any:
        """The native signer."""
        return self._signer._handle

    @contextlib.contextmanager
    def watched(self) -> Iterator[None]:
        """Raise what the key's call-back raised, instead of the library's "internal error"."""
        self._raised = None
        try:
            yield
        except C2paRefused:
            if self._raised is not None:
                raise self._raised from None
            raise

    def __enter__(self) -> "SigningKey":
        return self

    def __exit__(self, *exc: object) -> None:
        self._signer.close()


@functools.lru_cache(maxsize=4)
def _context(anchors_pem: str) -> Any:
    settings: dict[str, Any] = {
        # Each of these defaults to something slow, chatty or both.
        "builder": {"thumbnail": {"enabled": False}},
        "verify": {
            "remote_manifest_fetch": False,  # true would let any picture call any address
            "ocsp_fetch": False,
            "verify_after_sign": False,  # we read back ourselves, from the disk
        },
    }
    if anchors_pem:
        settings["trust"] = {"trust_anchors": anchors_pem}
    return c2pa.Context.from_dict(settings)


if _POSIX:
    # The stream's opaque context pointer carries the descriptor itself: read(2), lseek(2) and write(2) take it as
    # their first argument. C2PA's whence numbers are SEEK_SET, SEEK_CUR and SEEK_END. Nothing is buffered here, so
    # flush has nothing to do: getpid(2) takes no argument and never answers with a negative number.
    _libc = ctypes.CDLL(None)

    def _address(name: str) -> int:
        return ctypes.cast(getattr(_libc, name), ctypes.c_void_p).value or 0

    _READ = native.ReadCallback(_address("read"))
    _SEEK = native.SeekCallback(_address("lseek"))
    _WRITE = native.WriteCallback(_address("write"))
    _FLUSH = native.FlushCallback(_address("getpid"))


@contextlib.contextmanager
def _stream(fd: int, mode: str = "rb") -> Iterator[Any]:
    """A native stream over a descriptor, from its first byte on. The descriptor stays open and stays the caller's."""
    os.lseek(fd, 0, os.SEEK_SET)
    if not _POSIX:  # pragma: no cover - where the C library's functions have other shapes
        with os.fdopen(os.dup(fd), mode) as file, c2pa.Stream(file) as stream:
            yield stream._stream
        return
    stream = _lib.c2pa_create_stream(
        ctypes.cast(fd, ctypes.POINTER(native.StreamContext)), _READ, _SEEK, _WRITE, _FLUSH
    )
    if not stream:
        raise C2paRefused(native._read_native_error() or "no stream")
    try:
        yield stream
    finally:
        _lib.c2pa_release_stream(stream)


def _taken(length: int, pointer: ctypes.c_void_p) -> bytes:
    """Bytes that the library allocated, copied and freed; a negative length is a refusal."""
    if length < 0:
        raise C2paRefused(native._read_native_error() or "unknown error")
    if pointer.value is None:
        return b""
    try:
        return ctypes.string_at(pointer.value, length)
    finally:
        _lib.c2pa_free(pointer)


@contextlib.contextmanager
def _refusals() -> Iterator[None]:
    try:
        yield
    except c2pa.C2paError as error:
        raise C2paRefused(str(error)) from error


def _read_error(message: str) -> Exception:
    kind, _, rest = message.partition(": ")
    # A naked JPEG XL codestream has no boxes, so there is nothing in it to be read.
    if kind.startswith("ManifestNotFound") or "naked codestream cannot contain" in message:
        return NoCredential(rest)
    if kind.startswith("Remote"):
        return CredentialElsewhere(rest)
    return C2paRefused(message)
