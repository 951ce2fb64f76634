"""The files of a site that say what is reserved, beside robots.txt. Each is text, derived from the terms alone."""

import json
from html import escape
from xml.sax.saxutils import escape as xml
from xml.sax.saxutils import quoteattr

from artistguard.website.terms import LICENCE, PAGE, POLICY, Terms, vocabulary

NOTES = "server-notes"  # what is for the server's own settings, not for its readers
_SHARED = ("X-Robots-Tag", "Link")  # headers in which others say something, too
_RSL = "https://rslstandard.org/rsl"


def all_files(terms: Terms) -> dict[str, bytes]:
    """Every file but robots.txt, by its path below the root of the site."""
    made = {
        ".well-known/tdmrep.json": tdmrep(terms) if terms.tdm else "",
        "ai.txt": ai_txt(terms) if terms.ai_txt else "",
        LICENCE: licence(terms) if terms.rsl else "",
        PAGE: page(terms),
        POLICY: policy(terms) if terms.offers else "",
        f"{NOTES}/nginx.conf": nginx(terms),
        f"{NOTES}/apache.htaccess": apache(terms),
        f"{NOTES}/meta.html": meta(terms),
    }
    return {name: text.encode() for name, text in made.items() if text}


def headers(terms: Terms) -> dict[str, str]:
    """The headers with which every page and every picture is to be served."""
    found = {
        "Content-Usage": terms.content_usage,
        "X-Robots-Tag": terms.x_robots,
        "tdm-reservation": "1" if terms.tdm else "",
        "tdm-policy": terms.tdm_policy if terms.tdm else "",
        "Link": f'<{terms.at(LICENCE)}>; rel="license"; type="application/rsl+xml"' if terms.rsl else "",
    }
    return {name: value for name, value in found.items() if value}


def tdmrep(terms: Terms) -> str:
    """/.well-known/tdmrep.json: one rule for the whole site (TDMRep, "TDM file on the origin server")."""
    rule: dict[str, object] = {"location": "/", "tdm-reservation": 1}
    if terms.tdm_policy:
        rule["tdm-policy"] = terms.tdm_policy
    return json.dumps([rule], indent=2) + "\n"


def policy(terms: Terms, *, uid: str = "", target: str = "") -> str:
    """The policy as an ODRL offer in JSON-LD, in the profile of TDMRep: consent has to be obtained first.

    It stands at `uid` and is about what is at `target`; by default at the root of the site, and about all of it.
    """
    assigner = {
        "uid": f"https://{terms.domain}",
        "vcard:fn": terms.holder,
        "vcard:hasEmail": f"mailto:{terms.email}" if terms.email else "",
        "vcard:hasURL": terms.contact_url or terms.page,
    }
    offer = {
        "@context": ["http://www.w3.org/ns/odrl.jsonld", "http://www.w3.org/ns/tdmrep.jsonld"],
        "@type": "Offer",
        "profile": "http://www.w3.org/ns/tdmrep",
        "uid": uid or terms.at(POLICY),
        "assigner": {name: value for name, value in assigner.items() if value},
        "permission": [
            {"target": target or f"https://{terms.domain}", "action": "tdm:mine", "duty": [{"action": "obtainConsent"}]}
        ],
    }
    return json.dumps(offer, indent=2, ensure_ascii=False) + "\n"


def licence(terms: Terms) -> str:
    """license.xml in Really Simple Licensing 1.0."""
    contact = f" contactEmail={quoteattr(terms.email)}" if terms.email else ""
    contact += f" contactUrl={quoteattr(terms.contact_url)}" if terms.contact_url else ""
    owner = f"    <copyright{contact}>{xml(_xml_text(terms.holder))}</copyright>\n" if terms.holder else ""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<rsl xmlns="{_RSL}">\n'
        '  <content url="/">\n'
        "    <license>\n"
        f'      <prohibits type="usage">{xml(terms.rsl)}</prohibits>\n'
        "    </license>\n"
        f"{owner}"
        f"    <terms>{xml(terms.page)}</terms>\n"
        "  </content>\n"
        "</rsl>\n"
    )


def ai_txt(terms: Terms) -> str:
    """ai.txt in Spawning's syntax: no kind of picture."""
    endings = "".join(f"Disallow: *.{ending}\n" for ending in vocabulary()["ai-txt"]["endings"])
    return f"# {terms.sentence}\nUser-Agent: *\n{endings}Disallow: /\n"


def meta(terms: Terms) -> str:
    """What goes into the <head> of every page."""
    names = {
        "robots": terms.x_robots,
        "tdm-reservation": "1" if terms.tdm else "",
        "tdm-policy": terms.tdm_policy if terms.tdm else "",
    }
    lines = [f'<meta name="{name}" content="{escape(value)}">' for name, value in names.items() if value]
    if terms.rsl:
        lines.append(f'<link rel="license" type="application/rsl+xml" href="{escape(terms.at(LICENCE))}">')
    return "\n".join(lines) + "\n"


def nginx(terms: Terms) -> str:
    """The headers for nginx."""
    lines = [f"add_header {name} {_quoted(value)} always;" for name, value in headers(terms).items()]
    return (
        "# For the server block. A location block with an add_header of its own inherits none of these: repeat them\n"
        "# there, above all where pictures are served from.\n" + "\n".join(lines) + "\n"
    )


def apache(terms: Terms) -> str:
    """The headers for Apache, as an .htaccess."""
    lines = [
        # "merge" keeps what the site says in that header already, noindex for instance
        f"  Header always {'merge' if name in _SHARED else 'set'} {name} {_quoted(value.replace('%', '%%'))}"
        for name, value in headers(terms).items()
    ]
    return (
        "# For .htaccess in the root of the site; add it to what stands there. Needs mod_headers.\n"
        "<IfModule mod_headers.c>\n" + "\n".join(lines) + "\n</IfModule>\n"
    )


def page(terms: Terms) -> str:
    """The policy in plain words, as a page that loads nothing. It carries its own reservation."""
    title = "Terms for data mining and AI"
    body = words(terms, f"every work on {terms.domain}")
    return html(f"{title}: {terms.domain}", f"<h1>{title}</h1>\n{body}", meta(terms))


def words(terms: Terms, what: str) -> str:
    """The terms for `what` in plain words, as parts of a page."""
    rows = "".join(
        f"<tr><th scope=row>{escape(use)}</th><td>{escape(answer)}</td></tr>\n" for use, answer in terms.answers
    )
    who = escape(terms.holder) or "the owner of this site"
    parts = [f"<p>{escape(terms.sentence)} This holds for {escape(what)}, by {who}.</p>"]
    parts.append(f"<table>\n{rows}</table>")
    if terms.reservation.constraint.strip():
        parts.append(f"<p>{escape(terms.reservation.constraint.strip())}</p>")
    asks = []
    if terms.email:
        asks.append(f'<a href="mailto:{escape(terms.email)}">{escape(terms.email)}</a>')
    urls = filter(None, (terms.contact_url, terms.reservation.policy_url))
    asks += [f'<a href="{escape(url)}">{escape(url)}</a>' for url in urls]
    if asks:
        parts.append(f"<p>To ask: {', '.join(asks)}</p>")
    parts.append(
        "<p>The rights of text and data mining are reserved in the sense of Article 4(3) of Directive (EU) 2019/790."
        "</p>"
        if terms.tdm
        else ""
    )
    parts.append(f"<p>{escape(terms.notice)}</p>" if terms.notice else "")
    return "\n".join(part for part in parts if part)


def html(title: str, body: str, head: str = "") -> str:
    """A page that loads nothing. `title` is text, `head` and `body` are HTML."""
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width">\n'
        f"{head}"
        f"<title>{escape(title)}</title>\n"
        "<style>body{font:1rem/1.5 sans-serif;max-width:40rem;margin:2rem auto;padding:0 1rem}"
        "th{text-align:left;font-weight:normal;padding-right:2rem}</style>\n"
        f"</head>\n<body>\n{body}\n</body>\n</html>\n"
    )


def _quoted(value: str) -> str:
    """A header's value between quotes, for both servers. The terms hold nothing but plain addresses and tokens."""
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _xml_text(text: str) -> str:
    """Without what XML 1.0 has no place for."""
    return "".join(sign for sign in text if sign.isprintable() or sign == " ")
