"""One signed copy: tags merged, then the credential, then nothing; read back before anybody sees it.

JPEG and PNG go the short way: the file is written once, with room for the credential, and hashed while it passes; the
signed manifest is then patched into its room. Everything else is embedded by c2pa from one temporary file to another.
What cannot be embedded safely lies beside a copy that is the source byte for byte (or differs in its tags alone).
"""

import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, BinaryIO

from artistguard.formats.blocks import Blocks, Rewrite, read_blocks, rewrite
from artistguard.formats.carry import Carry, carry
from artistguard.formats.kinds import Kind
from artistguard.formats.sniff import identify
from artistguard.formats.splice import Span, Splice
from artistguard.model.errors import ArtistGuardError, CannotEmbed, ChangedSinceImport, IdentityError, NotVerified
from artistguard.model.preset import Field
from artistguard.model.protocols import CancelToken, Signer
from artistguard.provenance import adapter, manifest, packet, readback
from artistguard.provenance import store as stores
from artistguard.provenance.credential import CopyRequest, Sidecar, Written
from artistguard.provenance.evidence import evidence, forms
from artistguard.provenance.files import Sync, descriptor, probe, reading, writing
from artistguard.provenance.mimes import c2pa_mime
from artistguard.provenance.prior import Prior, prior
from artistguard.provenance.readers import counts, reader_table
from artistguard.provenance.room import divided
from artistguard.provenance.tags import Tag, TagSet, merge, packet_missing, read_tags, wanted

__all__ = ["CopyRequest", "Sidecar", "Written", "write_copy"]

XMP, C2PA = ".xmp", ".c2pa"
_SHORT_WAY = frozenset({Kind.JPEG, Kind.PNG})
_CREDENTIAL_STAYS = "Tags in the file would break the credential that it carries already."


def write_copy(request: CopyRequest, sign: Signer, *, cancel: CancelToken | None) -> Written:
    """Write `request.temporary` (and its sidecars), fsynced and verified.

    On any failure nothing of it stays, and a FileError, DiskFull or IdentityError says why; what `sign` raises comes
    through as it is. The source is only read.
    """
    copy = _Copy(request, sign, cancel)
    try:
        return copy.written()
    except BaseException:
        copy.remove()
        raise


@dataclass
class _Copy:
    request: CopyRequest
    sign: Signer
    cancel: CancelToken | None
    warnings: list[str] = field(default_factory=list)
    sidecars: list[Sidecar] = field(default_factory=list)
    made: list[Path] = field(default_factory=list)
    syncs: list[Sync] = field(default_factory=list)
    stamped: bool = False

    def written(self) -> Written:
        """All of it, in order."""
        request = self.request
        with reading(request.source):
            source = request.source.open("rb")
        with source:
            before = os.fstat(source.fileno())
            self._check_unchanged(source)
            how = carry(source, request.kind)
            earlier = self._earlier()
            with_credential = Field.CREDENTIAL in request.version.fields
            asked = wanted(request.version, request.rights, title=request.title, source_type=request.source_type)
            asked = self._without_known_title(source, asked)
            how = replace(how, credential=how.credential and with_credential)
            if earlier.in_source and not how.credential:
                how = replace(how, xmp=False, iptc=False, exif=False, why_not=how.why_not or _CREDENTIAL_STAYS)
            new, how = self._rewritten(source, asked, how)
            self._check_cancel()
            store, label = None, None
            if with_credential:
                store = self._signed_copy(source, new, how, earlier)
                label = str(store["active_manifest"])
            else:
                self._write(new.splice, source, request.temporary)
            self._check_cancel()
            beside = self._xmp_sidecar(source, asked, how)
            with request.temporary.open("rb") as result:
                found = readback.tags(result, request.kind, asked, how)
                readback.picture(source, result, request.kind)
                digest = readback.digests(result)
            after = os.fstat(source.fileno())
            if (before.st_mtime_ns, before.st_size) != (after.st_mtime_ns, after.st_size):
                raise ChangedSinceImport("The file was changed while it was being copied.", "Sign it again.")
        for sync in self.syncs:
            sync.wait()
        seen = evidence(
            store, embedded=not any(s.suffix == C2PA for s in self.sidecars), tags=read_tags(found), beside=beside
        )
        return Written(
            sha256=digest.sha256,
            blake3=digest.blake3,
            size=digest.size,
            state=stores.state(store) if store else "tagged only",
            manifest_label=label,
            sidecars=tuple(self.sidecars),
            time_stamped=self.stamped,
            warnings=tuple(self.warnings),
            seen=counts(reader_table(seen)),
            forms=forms(seen),
        )

    def remove(self) -> None:
        """Nothing of a failed copy stays."""
        for sync in self.syncs:
            with suppress(ArtistGuardError):  # it is going away
                sync.wait()
        for path in self.made:
            path.unlink(missing_ok=True)

    def _check_cancel(self) -> None:
        if self.cancel is not None:
            self.cancel.check()

    def _without_known_title(self, source: BinaryIO, asked: TagSet) -> TagSet:
        """A title that stands in the file was given by somebody; ours is only the name of the work here."""
        if Field.DC_TITLE not in asked.values:
            return asked
        tags = read_tags(read_blocks(source, self.request.kind))
        if not any(tag.group == "XMP" and tag.name.startswith("dc:title") and tag.value for tag in tags):
            return asked
        return TagSet({name: value for name, value in asked.values.items() if name is not Field.DC_TITLE})

    def _check_unchanged(self, source: BinaryIO) -> None:
        if self.request.expected_blake3 is None:
            return
        source.seek(0)
        if readback.fast_digest(source) != self.request.expected_blake3:
            raise ChangedSinceImport(
                "The file is not what was imported any more.", "Import it again, as a new version of the work."
            )

    def _earlier(self) -> Prior:
        """The credential of what the copy is made of: of the master for a posting copy, otherwise of the source."""
        request = self.request
        own = prior(request.source, request.kind) if request.parent is None else Prior()
        if request.parent is None:
            found = replace(own, in_source=own.found)
        else:
            with reading(request.parent), request.parent.open("rb") as file:
                kind = identify(file)
            found = replace(prior(request.parent, kind), path=request.parent, kind=kind)
        self.warnings += [found.warning] if found.warning else []
        return found

    def _rewritten(self, source: BinaryIO, asked: TagSet, how: Carry) -> tuple[Rewrite, Carry]:
        """The file to write, and what it really carries: what does not fit goes into a sidecar."""
        kind = self.request.kind
        there = read_blocks(source, kind)
        try:
            blocks = merge(there, asked, kind, how)
        except packet.Unreadable as error:
            self.warnings.append(
                f"{error} The copy's XMP holds only what was written now; the original keeps the rest."
            )
            blocks = merge(replace(there, xmp=None, xmp_more=None), asked, kind, how)
        bare = replace(how, xmp=False, iptc=False, exif=False)
        if blocks == Blocks() and not how.credential:
            # Byte for byte: rewriting would take an earlier credential out of a JPEG or PNG.
            return Rewrite(Splice((Span(0, source.seek(0, os.SEEK_END)),)), None), bare
        try:
            return rewrite(source, kind, blocks), how
        except CannotEmbed as error:
            refusal = error
        # Most often it is a long XMP packet that does not fit; then the rest still may.
        without_xmp = replace(blocks, xmp=None, xmp_more=None), replace(how, xmp=False)
        for chosen, carried in (without_xmp, (Blocks(), bare)):
            try:
                return rewrite(source, kind, chosen), replace(carried, why_not=refusal.message)
            except CannotEmbed:
                continue
        raise refusal

    def _signed_copy(self, source: BinaryIO, new: Rewrite, how: Carry, earlier: Prior) -> dict[str, Any]:
        """A broken earlier credential goes along as parent, unless it is so broken that it would break ours."""
        try:
            return self._sign(source, new, how, earlier)
        except (NotVerified, CannotEmbed):
            if not earlier.found or (earlier.readable and not earlier.broken):
                raise
        self.remove()
        for kept in (self.made, self.sidecars, self.syncs):
            kept.clear()
        self.warnings = [warning for warning in self.warnings if warning != earlier.warning]
        self.warnings.append(
            "The file's earlier credential is too broken to go along in the history of the copy. The original keeps it."
        )
        return self._sign(source, new, how, replace(earlier, readable=False, broken=False, left_out=True))

    def _sign(self, source: BinaryIO, new: Rewrite, how: Carry, earlier: Prior) -> dict[str, Any]:
        """Write the copy with its credential (embedded or beside it), and read the credential back."""
        request = self.request
        actions = manifest.plan(
            kind=request.kind,
            title=request.title,
            source_type=request.source_type,
            has_credential=earlier.found,
            posting_of=earlier.kind if request.parent else None,
            conversions=request.conversions,
        )
        mime = c2pa_mime(request.kind)
        sidecar: bytes | None = None
        with self._plan(actions, earlier, mime) as plan:
            if how.credential and request.kind in _SHORT_WAY:
                self._short_way(plan, source, new, mime)
            elif how.credential:
                self._long_way(plan, source, new.splice, mime)
            else:
                sidecar = self._beside(plan, source, new.splice, how.why_not)
        expected = readback.Expected(
            manifest.assertions(request.version, request.rights, title=request.title, source_type=request.source_type),
            parent=earlier.readable,
        )
        store = readback.credential(request.temporary, mime, expected, sidecar)
        self.stamped = self.stamped and "timeStamp.validated" in stores.successes(store)
        return store

    @contextmanager
    def _plan(self, actions: manifest.ActionsPlan, earlier: Prior, mime: str) -> Iterator[adapter.Plan]:
        request = self.request
        content = manifest.definition(
            request.version,
            request.rights,
            actions,
            title=request.title,
            source_type=request.source_type,
            mime=mime,
            thumbnail=request.thumbnail is not None,
            parent_read=earlier.found and not earlier.left_out,
        )
        resources = {manifest.THUMBNAIL: request.thumbnail} if request.thumbnail is not None else {}
        with ExitStack() as stack:
            ingredients = []
            if earlier.found and not earlier.left_out:
                # The original's own bytes: given the tagged copy, c2pa would record a broken parent and call it good.
                fd = stack.enter_context(descriptor(request.parent or request.source))
                parent_mime = c2pa_mime(earlier.kind or request.kind)
                ingredients.append(adapter.Ingredient(manifest.parent(actions), parent_mime, fd))
            yield adapter.Plan(content, ingredients, resources)

    def _short_way(self, plan: adapter.Plan, source: BinaryIO, new: Rewrite, mime: str) -> None:
        at = new.credential_at
        if at is None:
            raise CannotEmbed("There is no place for a credential in this file.")
        head, tail = divided(new.splice, at)
        with self._keys() as keys, _refusals(), adapter.Builder(plan) as builder:
            room = builder.placeholder(keys[0], mime)
            hasher = hashlib.sha256()
            with self._new(self.request.temporary) as target, writing(self.request.temporary):
                head.write(source, target, hasher)
                target.write(room)
                tail.write(source, target, hasher)
                signed = self._signed(
                    keys, lambda key: builder.sign_hashed(key, mime, hasher.digest(), [(at, len(room))])
                )
                if len(signed) != len(room):
                    raise NotVerified("The credential has another length than its room.", "Please report this.")
                target.seek(at)
                target.write(signed)
                self._sync(self.request.temporary, target)

    def _long_way(self, plan: adapter.Plan, source: BinaryIO, splice: Splice, mime: str) -> None:
        tagged = self.request.temporary.with_name(self.request.temporary.name + ".tagged")
        self._write(splice, source, tagged, sync=False)
        with self._keys() as keys, self._new(self.request.temporary) as target, descriptor(tagged) as fd:

            def embed(key: adapter.SigningKey) -> bytes:
                # c2pa adds the hash to the builder while it signs: a second try needs a fresh one.
                with adapter.Builder(plan) as builder, writing(self.request.temporary):
                    target.truncate(0)
                    return builder.sign_file(key, mime, fd, target.fileno())

            try:
                with _refusals():
                    self._signed(keys, embed)
            except CannotEmbed:
                probe(self.request.temporary, target.fileno())
                raise
            with writing(self.request.temporary):
                self._sync(self.request.temporary, target)
        tagged.unlink()

    def _beside(self, plan: adapter.Plan, source: BinaryIO, splice: Splice, why: str) -> bytes:
        """A credential over the whole copy, in a file of its own."""
        digest = self._write(splice, source, self.request.temporary)
        with self._keys() as keys, _refusals(), adapter.Builder(plan) as builder:
            builder.placeholder(keys[0], adapter.RAW)
            signed = self._signed(keys, lambda key: builder.sign_hashed(key, adapter.RAW, digest, []))
        self._sidecar(C2PA, signed, why)
        return signed

    def _xmp_sidecar(self, source: BinaryIO, asked: TagSet, how: Carry) -> tuple[Tag, ...]:
        """The full XMP beside the copy where it cannot be inside; returns its tags."""
        if how.xmp or not any(value for _, value in asked.xmp.values()):
            return ()
        there = read_blocks(source, self.request.kind).xmp
        try:
            data = packet.merge(there, asked.xmp)
        except packet.Unreadable:
            data = packet.merge(None, asked.xmp)
        path = self._sidecar(XMP, data, how.why_not)
        kept = path.read_bytes()
        if kept != data or packet_missing(kept, asked):
            raise NotVerified("Tags do not stand in the XMP file beside the copy as asked.", "Please report this.")
        return read_tags(Blocks(xmp=kept))

    def _sidecar(self, suffix: str, data: bytes, why: str) -> Path:
        path = self.request.temporary.with_name(self.request.temporary.name + suffix)
        with self._new(path) as target, writing(path):
            target.write(data)
            self._sync(path, target)
        self.sidecars.append(Sidecar(suffix, path, hashlib.sha256(data).hexdigest(), why))
        return path

    def _write(self, splice: Splice, source: BinaryIO, path: Path, *, sync: bool = True) -> bytes:
        """The splice as a new file; returns its SHA-256."""
        hasher = hashlib.sha256()
        with self._new(path) as target, writing(path):
            splice.write(source, target, hasher)
            if sync:
                self._sync(path, target)
        return hasher.digest()

    def _sync(self, path: Path, target: BinaryIO) -> None:
        target.flush()
        self.syncs.append(Sync(path, target.fileno()))

    @contextmanager
    def _new(self, path: Path) -> Iterator[BinaryIO]:
        """A new file, never one that is there."""
        with writing(path):
            file = path.open("x+b")
        self.made.append(path)
        try:
            yield file
        finally:
            with writing(path):  # closing writes what is left: a full disk is found here too
                file.close()

    @contextmanager
    def _keys(self) -> Iterator[list[adapter.SigningKey]]:
        """The key with the time authority (if there is one), and without."""
        identity, authority = self.request.identity, self.request.time_authority
        with ExitStack() as stack:
            yield [
                stack.enter_context(adapter.SigningKey(self.sign, identity.algorithm, identity.chain_pem, url))
                for url in ([authority, None] if authority else [None])
            ]

    def _signed(self, keys: list[adapter.SigningKey], sign: Callable[[adapter.SigningKey], bytes]) -> bytes:
        """A signature with a time stamp if an authority gives one; otherwise without, and a warning."""
        self.stamped = len(keys) > 1
        if self.stamped:
            try:
                return sign(keys[0])
            except adapter.C2paRefused:
                signed = sign(keys[1])  # what really is wrong comes out here, if it was not the authority
                self.stamped = False
                self.warnings.append(
                    "The time-stamp authority gave no usable answer, so the copy is signed without a time. "
                    "Sign it again later to add one."
                )
                return signed
        return sign(keys[0])


@contextmanager
def _refusals() -> Iterator[None]:
    """c2pa's refusals in our words: about the signature, or about the file."""
    try:
        yield
    except adapter.C2paRefused as error:
        said = str(error)
        if said.startswith("Signature") or "certificate" in said.lower():
            raise IdentityError(
                f"C2PA does not take this signature ({said.removeprefix('Signature: ')}).",
                "Look at it with 'artistguard identity show', or create a new one.",
            ) from error
        raise CannotEmbed(
            f"C2PA could not write a credential into this file ({said}).", "Its picture may be built unusually."
        ) from error
