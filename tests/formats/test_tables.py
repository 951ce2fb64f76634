"""Tables of data sets: Parquet, Arrow, CSV and TSV, a unit and a batch at a time."""

import io
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as csv
import pyarrow.ipc as ipc
import pyarrow.parquet as pq
import pytest

from artistguard.formats.tables import Field, TableKind, batches, columns_among, kind_of, pictures, plan, rows_at
from artistguard.model.errors import Damaged, NotAPicture

TABLE = pa.table(
    {
        "URL": [f"https://example.org/{n}.jpg" for n in range(50)],
        "TEXT": [f"caption {n}" for n in range(50)],
        "width": pa.array(range(50), pa.int32()),
        "height": pa.array(range(50), pa.int32()),
        "image_phash": [f"{n:016x}" for n in range(50)],
    }
)

TABLES = (TableKind.PARQUET, TableKind.ARROW, TableKind.CSV, TableKind.TSV)


def written(kind: TableKind) -> io.BytesIO:
    out = io.BytesIO()
    if kind is TableKind.PARQUET:
        pq.write_table(TABLE, out, row_group_size=20)
    elif kind is TableKind.ARROW:
        with ipc.new_file(out, TABLE.schema) as writer:
            writer.write_table(TABLE, max_chunksize=20)
    else:
        csv.write_csv(TABLE, out, csv.WriteOptions(delimiter="\t" if kind is TableKind.TSV else ","))
    out.seek(0)
    return out


@pytest.mark.parametrize("kind", TABLES)
def test_every_kind_gives_the_same_rows(kind) -> None:
    file = written(kind)
    assert kind_of(file.getvalue()[:64], f"part.{kind.value}") is kind
    found = plan(file, kind)
    assert found.columns[Field.HASH] == "image_phash"
    assert found.columns[Field.URL] == "URL"
    assert found.columns[Field.CAPTION] == "TEXT"
    columns = {each: found.columns[each] for each in (Field.HASH, Field.WIDTH)}
    rows = []
    for unit in found.units:
        for first, named in batches(file, kind, unit, columns):
            assert first == len(rows)
            rows += zip(named[Field.HASH].to_pylist(), map(int, named[Field.WIDTH].to_pylist()), strict=True)
    assert rows == [(f"{n:016x}", n) for n in range(50)]


def test_parquet_is_read_by_row_group_and_says_what_a_column_weighs() -> None:
    file = written(TableKind.PARQUET)
    found = plan(file, TableKind.PARQUET)
    assert [(unit.group, unit.first_row, unit.rows) for unit in found.units] == [(0, 0, 20), (1, 20, 20), (2, 40, 10)]
    assert found.rows == 50
    assert found.units[0].sizes[Field.HASH] > 100
    some = rows_at(file, TableKind.PARQUET, found.units[1], {Field.URL: "URL"}, [21, 39])
    assert some == {n: {Field.URL: f"https://example.org/{n}.jpg"} for n in (21, 39)}


def test_an_arrow_stream() -> None:
    out = io.BytesIO()
    with ipc.new_stream(out, TABLE.schema) as writer:
        writer.write_table(TABLE)
    out.seek(0)
    assert kind_of(out.getvalue()[:64], "x") is TableKind.ARROW
    assert plan(out, TableKind.ARROW).columns[Field.WIDTH] == "width"


def test_columns_may_be_named() -> None:
    table = pa.table({"fingerprint": ["0" * 16], "link": ["https://example.org"]})
    out = io.BytesIO()
    pq.write_table(table, out)
    assert plan(out, TableKind.PARQUET).columns == {}
    wanted = {Field.HASH: "fingerprint", Field.URL: "Link"}
    assert plan(out, TableKind.PARQUET, wanted).columns == {Field.HASH: "fingerprint", Field.URL: "link"}


def test_digits_alone_stay_text() -> None:
    file = io.BytesIO(b"phash,url\n0000000000000012,a\n1111111111111111,b\n")
    found = plan(file, TableKind.CSV)
    ((_, named),) = batches(file, TableKind.CSV, found.units[0], found.columns)
    assert named[Field.HASH].to_pylist() == ["0000000000000012", "1111111111111111"]


def test_what_is_damaged_is_said_so() -> None:
    whole = written(TableKind.PARQUET).getvalue()
    for broken in (whole[: len(whole) // 2], whole[:8], whole[:-8] + b"\xff\xff\xff\x7fPAR1", b"PAR1" + b"\0" * 60):
        with pytest.raises(Damaged):
            plan(io.BytesIO(broken), TableKind.PARQUET)
    spoilt = bytearray(whole)
    spoilt[100:400] = b"\xff" * 300
    found = plan(io.BytesIO(whole), TableKind.PARQUET)
    with pytest.raises(Damaged):
        list(batches(io.BytesIO(bytes(spoilt)), TableKind.PARQUET, found.units[0], found.columns))
    with pytest.raises(Damaged):
        plan(io.BytesIO(b"ARROW1\0\0" + b"\xff" * 100), TableKind.ARROW)
    with pytest.raises(Damaged):
        plan(io.BytesIO(b""), TableKind.CSV)


def test_what_is_no_table_is_told_apart() -> None:
    for head, name in ((b"\x89PNG\r\n", "a.png"), (b"", "a.txt"), (b"a\0b", "a.csv")):
        with pytest.raises(NotAPicture):
            kind_of(head, name)


def test_real_rows() -> None:
    path = Path(__file__).parents[3] / "shared" / "samples" / "img2dataset" / "test_1000.parquet"
    if not path.exists():
        pytest.skip("the real rows are not beside this checkout")
    with path.open("rb") as file:
        found = plan(file, kind_of(file.read(64), path.name))
        assert found.rows == 1000
        row = rows_at(file, found.kind, found.units[0], found.columns, [0])[0]
    assert str(row[Field.URL]).startswith("http")
    assert row[Field.CAPTION]


def test_a_prompt_beside_a_caption_is_a_column_of_its_own() -> None:
    assert columns_among(["text", "prompt"], {}) == {Field.CAPTION: "text", Field.PROMPT: "prompt"}
    assert columns_among(["prompt", "seed"], {}) == {Field.CAPTION: "prompt"}


@pytest.mark.parametrize("new", [pa.ipc.new_file, pa.ipc.new_stream], ids=["file", "stream"])
def test_pictures_in_an_arrow_table(tmp_path, new) -> None:
    kind = pa.struct([("bytes", pa.large_binary()), ("path", pa.string())])
    values = [
        {"bytes": b"one", "path": "1.jpg"},
        None,
        {"bytes": None, "path": "3.jpg"},
        {"bytes": b"four", "path": ""},
    ]
    found = pa.table({"image": pa.array(values, kind), "picture": ["https://example.org/1.jpg"] * 4})
    with pa.OSFile(str(tmp_path / "set.arrow"), "wb") as sink, new(sink, found.schema) as writer:
        writer.write_table(found, max_chunksize=3)
    with (tmp_path / "set.arrow").open("rb") as file:
        found = plan(file, TableKind.ARROW)
        assert found.columns[Field.IMAGE] == "image.bytes"
        read = list(pictures(file, TableKind.ARROW, found.units[0], "image.bytes"))
    assert read == [(0, b"one"), (1, None), (2, None), (3, b"four")]
