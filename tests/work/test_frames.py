"""Frames survive whatever a child under somebody else's control may send."""

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from artistguard.model.errors import ArtistGuardError, KeyLocked
from artistguard.work import frames
from artistguard.work.faults import WorkerDied, died, told

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


@given(st.dictionaries(st.text().filter(lambda name: name != "blobs"), values), st.lists(st.binary(), max_size=5))
def test_frames_come_back_as_they_went(message, blobs) -> None:
    pipe = io.BytesIO()
    frames.write(pipe, message, blobs)
    frames.write(pipe, {"next": 1})
    pipe.seek(0)
    assert frames.read(pipe) == (message, blobs)
    assert frames.read(pipe) == ({"next": 1}, [])
    assert frames.read(pipe) is None


@given(st.binary(max_size=200))
def test_noise_is_a_bad_frame_or_none_at_all(noise) -> None:
    try:
        frame = frames.read(io.BytesIO(noise))
    except frames.BadFrame:
        return
    assert frame is None or isinstance(frame[0], dict)


def framed(text: bytes, more: bytes = b"") -> io.BytesIO:
    return io.BytesIO(frames.LENGTH.pack(len(text)) + text + more)


@pytest.mark.parametrize(
    "text",
    [
        *(b"[]", b"1", b"", b"{", b"\xff", b"[" * 100_000),
        *(b'{"blobs":[-1]}', b'{"blobs":[true]}', b'{"blobs":[1.0]}', b'{"blobs":"x"}', b'{"blobs":{}}'),
        json.dumps({"blobs": [0] * (frames.MOST_BLOBS + 1)}).encode(),
        json.dumps({"blobs": [frames.LARGEST_BLOBS, 1]}).encode(),
        json.dumps({"blobs": [10**30]}).encode(),
    ],
)
def test_lengths_and_shapes_are_checked_before_anything_is_held(text) -> None:
    with pytest.raises(frames.BadFrame):
        frames.read(framed(text))


def test_a_frame_that_is_cut_off_is_told_apart() -> None:
    whole = io.BytesIO()
    frames.write(whole, {"a": 1}, [b"blob"])
    for end in range(1, len(whole.getvalue())):
        with pytest.raises(frames.CutOff):
            frames.read(io.BytesIO(whole.getvalue()[:end]))


def test_an_absurd_length_is_not_waited_for() -> None:
    with pytest.raises(frames.BadFrame, match="announced"):
        frames.read(io.BytesIO(b"\xff\xff\xff\xff"))


@pytest.mark.parametrize(
    ("message", "blobs"),
    [
        ({"x": float("nan")}, []),
        ({"x": object()}, []),
        ({"x": "y" * (frames.LONGEST_JSON + 1)}, []),
        ({}, [b""] * (frames.MOST_BLOBS + 1)),
    ],
)
def test_what_is_over_the_limits_is_not_sent_at_all(message, blobs) -> None:
    pipe = io.BytesIO()
    with pytest.raises(frames.BadFrame):
        frames.write(pipe, message, blobs)
    assert pipe.getvalue() == b""


def test_errors_of_a_child_are_bounded_words() -> None:
    assert isinstance(told({"code": "key-locked", "message": "No."}), KeyLocked)
    assert isinstance(told("nonsense"), WorkerDied)
    assert type(told({})) is ArtistGuardError
    long = told({"code": "damaged", "message": "x" * 100_000, "advice": ["a"], **{str(n): n for n in range(100)}})
    assert len(long.message) == 2000
    assert long.advice == "['a']"


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (-11, "SIGSEGV"),
        (-9, "SIGKILL"),
        (-6, "SIGABRT"),
        (-64, "signal 64|SIGRTMAX"),
        (3, "exit code 3"),
        (None, "no answer"),
    ],
)
def test_deaths_in_words(status, words) -> None:
    error = died(status)
    assert error.code == "worker-died"
    with pytest.raises(WorkerDied, match=words):
        raise error
