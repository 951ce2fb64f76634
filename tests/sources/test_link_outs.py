"""Links for the browser: what a person reads is what the site is asked, whatever stands in a name."""

from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from artistguard.model.names import OwnName
from artistguard.sources.link_outs import link_outs

HOSTS = {
    "huggingface.co",
    "civitai.com",
    "civarchive.com",
    "tensor.art",
    "www.seaart.ai",
    "github.com",
    "www.kaggle.com",
    "modelscope.cn",
}


def test_every_place_for_every_name() -> None:
    found = link_outs((OwnName("Ada Wren"), OwnName("adawren")), ("https://www.example.com/",))
    assert {urlsplit(link.url).netloc for link in found if link.url} == HOSTS
    assert all(link.why.endswith(".") and link.title for link in found)
    titles = [link.title for link in found]
    assert "Civitai, the site's own search: Ada Wren" in titles
    assert "Civitai, the site's own search: adawren" in titles
    assert "GitHub, code and notebooks: example.com" in titles
    assert len(set(titles)) == len(titles)
    exact = next(link.url for link in found if link.title == "Hugging Face, full text: Ada Wren")
    assert exact == "https://huggingface.co/search/full-text?q=%22Ada%20Wren%22"


def test_what_is_down_is_told_and_not_linked() -> None:
    found = {link.title: link for link in link_outs((), ())}
    assert found["Have I Been Trained"].url == ""
    assert "maintenance" in found["Have I Been Trained"].why
    assert not any("{query}" in link.url for link in found.values())


@pytest.mark.parametrize(
    "name",
    [
        'a"&type=repositories#x',
        "../../login?next=//evil.example",
        "javascript:alert(1)",
        "名前 Ł\ud800",
        "\x00\r\nSet-Cookie: a=b",
        "%22%3Cscript%3E",
        "x" * 5_000,
        "   ",
    ],
)
def test_nothing_in_a_name_leads_elsewhere(name) -> None:
    plain = {urlsplit(link.url)._replace(query="").geturl() for link in link_outs((OwnName("a"),), ())}
    for link in link_outs((OwnName(name),), (name,)):
        parts = urlsplit(link.url)
        assert parts._replace(query="").geturl() in plain
        assert parts.fragment == ""
        assert len(link.url) < 4_000
        assert link.url.isascii()
        assert link.url.isprintable()
        values = parse_qs(parts.query)
        assert set(values) <= {"q", "query", "keyword", "name", "type"}
        assert values.get("type", ["code"]) == ["code"]
        if "%22%3Cscript" in name and values:
            assert "%22%3Cscript%3E" in unquote(parts.query)
