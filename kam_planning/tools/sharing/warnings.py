"""What of a text should make somebody look twice before a customer reads it; plain values."""

import re
from dataclasses import dataclass

from lxml import html

from .release_html import find_attributes, find_lost, release_html

# Amounts beside these words may say what we earn. A star stands for any letters.
PRICE_WORDS = {
    "en": "margin, margins, markup*, profit*, contribution, price, prices, pricing, priced, "
    "discount*, rebate*",
    "de": "*marge*, *spanne*, *aufschlag, *gewinn*, deckungsbeitrag*, *preis*, *rabatt*, *bonus, "
    "skonto, nachlass",
    "fr": "marge*, bénéfice*, profit*, prix, coût de revient, remise*, rabais, ristourne*",
    "es": "margen*, márgenes, beneficio*, precio*, coste, costo, descuento*, rebaja*, bonificación",
    "it": "margine, margini, utile, utili, profitt*, prezz*, costo, scont*, ribass*",
    "nl": "*marge*, winst*, *prijs, *prijzen, kostprijs*, korting*, *bonus",
}
# So many words lie between an amount and what it is an amount of, at most.
NEAR = 5
MONEY = r"[€$£¥%]|EUR|USD|GBP|CHF|JPY"
NUMBER = r"(?:\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)|\d+)(?:[.,'’]\d+)*"
AMOUNT = re.compile(
    rf"(?P<before>{MONEY})?[ \u00a0\u202f]?(?<![\w.])(?P<number>{NUMBER})"
    rf"(?:[ \u00a0\u202f]?(?P<after>{MONEY})|(?!\w))",
    re.IGNORECASE,
)
YEAR = re.compile(r"(19|20)\d\d")
# A day as people write it is no amount.
DAY = re.compile(r"\b\d{4}-\d\d?-\d\d?\b|\b\d\d?[./]\s?\d\d?[./]\s?(\d{4}|\d\d)?\b")
SENTENCES = re.compile(r"(?<=[.!?;])\s+|[\r\n]+")
MAIL = re.compile(r"[\w.+-]+@([\w-]+(?:\.[\w-]+)+)")
ADDRESS = re.compile(r"\b(?:https?://|www\.)[^\s<>\"]+", re.IGNORECASE)
LEGAL = re.compile(
    r"[\s,]+(gmbh( & co\.? kg)?|ag|kg|se|inc|ltd|llc|plc|corp|co|sa|sas|sarl|srl|spa|bv|nv)\.?$",
    re.IGNORECASE,
)
# Names of companies that are shorter are found as they are written only: HP, 3M.
FEWEST_OF_COMPANY = 3
# One letter is a name only with what stands beside it.
FEWEST_AT_ALL = 2
# What a warning is about, the worst first.
KINDS = ("mail", "link", "amount", "competitor", "person", "lost_link", "image")


@dataclass(frozen=True)
class Secrets:
    """What must not be told by mistake.

    hosts: names of our own servers
    domains: of our own mail addresses, without those that the customer sees anyway
    words: patterns of `parse_words`
    competitors: names
    people: names of those of the customer who see nothing of what is shared
    """

    hosts: frozenset = frozenset()
    domains: frozenset = frozenset()
    words: tuple = ()
    competitors: tuple = ()
    people: tuple = ()


def parse_words(text=""):
    """Read the words that are set, language by language: what is said of one replaces its words.

    >>> len(parse_words("en: margin; de:; fr:; es:; it:; nl: marge"))
    2

    :param str text: ``en: margin, list price; de: Marge``
    :return: tuple of patterns
    :raise ValueError: when a part has no language
    """
    words = dict(PRICE_WORDS)
    for part in filter(str.strip, (text or "").split(";")):
        lang, colon, listed = part.partition(":")
        if not colon or not re.fullmatch(r"[a-z]{2}(_[A-Z]{2})?", lang.strip()):
            raise ValueError(part.strip())
        words[lang.strip()] = listed
    found = [word.strip().casefold() for listed in words.values() for word in listed.split(",")]
    return tuple(dict.fromkeys(_as_pattern(word) for word in found if word.strip("* ")))


def _as_pattern(word):
    letters = r"\w*".join(re.escape(part) for part in word.split("*"))
    return rf"(?<!\w){letters}(?!\w)"


def find_warnings(texts, secrets):
    """What is to be looked at before these texts leave.

    :param texts: iterable of pairs (text, whether it is HTML)
    :param Secrets secrets: what must not be told
    :return: list of pairs (kind, what it is about), each once; kinds as in `KINDS`
    """
    found = []
    for text, is_html in texts:
        for plain in _read_html(text, secrets, found) if is_html else [text or ""]:
            found += _find_in_plain(plain, secrets)
    return list(dict.fromkeys(found))


def plain_text(text):
    """What somebody reads of HTML; the paragraphs are lines."""
    if not text or not text.strip():
        return ""
    root = html.fragment_fromstring(text, create_parent="div")
    for node in root.iter():
        if isinstance(node.tag, str) and node.tag in ("p", "br", "li", "div", "td", "h1", "h2"):
            node.tail = f"\n{node.tail or ''}"
        elif not isinstance(node.tag, str):
            node.text = ""
    return root.text_content().strip()


def _read_html(text, secrets, found):
    """What leaves of a text that is HTML: as it is read, and what stands in its tags. Adds to
    `found` the links and images that do not leave: the text around them may say what they are
    about.
    """
    links, images = find_lost(text, secrets.hosts)
    found += [*(("lost_link", link) for link in links), *(("image", src) for src in images)]
    released = release_html(text, secrets.hosts)
    return [plain_text(released), *find_attributes(released)]


def _find_in_plain(text, secrets):
    found = [("mail", m[0]) for m in MAIL.finditer(text) if m[1].lower() in secrets.domains]
    found += [("link", m[0]) for m in ADDRESS.finditer(text) if _host(m[0]) in secrets.hosts]
    found += [("amount", amount) for amount in find_amounts(text, secrets.words)]
    found += [("competitor", name) for name in secrets.competitors if names_company(text, name)]
    return found + [("person", name) for name in secrets.people if names_person(text, name)]


def _host(address):
    host = re.sub(r"^https?://", "", address, flags=re.IGNORECASE)
    return re.split(r"[/:?#]", host)[0].lower()


def find_amounts(text, words):
    """Amounts that stand near one of the words, in the same sentence.

    >>> find_amounts("Our margin is 18 %. We met in 2026.", parse_words())
    ['margin is 18 %']

    :param str text: plain text
    :param words: patterns of `parse_words`
    :return: list of str, from the word to the amount
    """
    if not words or not any(letter.isdigit() for letter in text):
        return []
    pattern = re.compile("|".join(words), re.IGNORECASE)
    found = []
    for sentence in SENTENCES.split(text):
        for amount in _find_numbers(sentence):
            for word in pattern.finditer(sentence):
                start, end = min(word.start(), amount[0]), max(word.end(), amount[1])
                between = sentence[min(word.end(), amount[1]) : max(word.start(), amount[0])]
                if len(between.split()) <= NEAR:
                    found.append(sentence[start:end].strip())
                    break
    return found


def _find_numbers(sentence):
    """Where numbers stand that are no years and no days: list of (start, end)."""
    days = [match.span() for match in DAY.finditer(sentence)]
    found = []
    for match in AMOUNT.finditer(sentence):
        is_bare = not (match["before"] or match["after"])
        if is_bare and YEAR.fullmatch(match["number"]):
            continue
        if is_bare and any(start <= match.start("number") < end for start, end in days):
            continue
        found.append(match.span())
    return found


def names_company(text, name):
    """Whether a text names a company, with or without its legal form, as whole words.

    >>> names_company("We replaced HP", "HP Inc."), names_company("at 200 hp", "HP Inc.")
    (True, False)
    """
    name = (name or "").strip()
    short = LEGAL.sub("", name)
    if len(short) < FEWEST_AT_ALL:
        short = name
    flags = re.IGNORECASE if len(short) >= FEWEST_OF_COMPANY else 0
    return len(short) >= FEWEST_AT_ALL and _has_words(text, short, flags)


def names_person(text, name):
    """Whether a text names a person: by the whole name, or by the family name as it is written.

    >>> names_person("Kloss has to be convinced", "Horst Kloss")
    True
    """
    words = (name or "").split()
    if not words:
        return False
    family = words[-1]
    return _has_words(text, " ".join(words), re.IGNORECASE) or (
        len(words) > 1 and len(family) >= FEWEST_AT_ALL and _has_words(text, family, 0)
    )


def _has_words(text, words, flags):
    pattern = r"\s+".join(map(re.escape, words.split()))
    return bool(re.search(rf"(?<!\w){pattern}(?!\w)", text, flags))
