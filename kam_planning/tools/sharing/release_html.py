"""Rich text as it may leave to the customer; plain values."""

import re
from urllib.parse import unquote, urlsplit

from lxml import etree, html

# What may leave; of all other tags only the text does.
TEXT = "p br hr span div blockquote pre code b i u s strong em sub sup figure figcaption a img"
PARTS = "h1 h2 h3 h4 h5 h6 ul ol li dl dt dd table caption colgroup col thead tbody tfoot tr th td"
KEPT = frozenset([*TEXT.split(), *PARTS.split()])
# What a reader elsewhere sees of it: nothing, so it goes with its content.
UNSEEN = "script style iframe object embed form input button textarea select template svg math"
DROPPED = frozenset(UNSEEN.split())
# What is left of a tag, beside its title.
CELL = ("colspan", "rowspan")
KEPT_ATTRIBUTES = {
    "a": ("href",),
    "img": ("src", "alt"),
    "td": CELL,
    "th": CELL,
    "ol": ("start", "type"),
    "ul": ("type",),
}
# Pages of our people.
INTERNAL = re.compile(r"^/+(odoo|web|mail|my/account-plans|kam_planning|discuss|report)(/|$|\?|#)")
WITH_HOST = ("http", "https")
OUTSIDE = (*WITH_HOST, "mailto", "tel")
# An image that is in the text itself is a copy already.
COPIED = re.compile(r"^data:image/(png|jpe?g|gif|webp);base64,", re.IGNORECASE)


def release_html(text, hosts=()):
    """Write rich text anew without what tells of our side: comments, mentions, ids of records,
    links to our own pages, and images that lie with us.

    >>> str(release_html('<p data-oe-id="3">Hi<!-- margin 20 --> <a href="/odoo/x">plan</a></p>'))
    '<p>Hi plan</p>'

    :param str text: HTML
    :param hosts: names of our own servers, to which no link leads
    :return: str, HTML
    """
    if not text or not text.strip():
        return ""
    root = html.fragment_fromstring(text, create_parent="div")
    for node in list(root.iter()):
        if node is not root and node.getroottree().getroot() is root:
            _release_node(node, hosts)
    content = etree.tostring(root, encoding="unicode", method="html")
    return content[len("<div>") : -len("</div>")]


def find_internal_links(text, hosts=()):
    """Addresses of our own pages and images in a text, which do not leave; on whatever tag.

    :param str text: HTML
    :param hosts: names of our own servers
    :return: list of str
    """
    links, images = find_lost(text, hosts)
    return [*links, *images]


def find_lost(text, hosts=()):
    """The same, links and images apart.

    :return: tuple of two lists of str
    """
    if not text or not text.strip():
        return [], []
    root = html.fragment_fromstring(text, create_parent="div")
    nodes = [node for node in root.iter() if isinstance(node.tag, str)]
    links = [link for node in nodes for link in _get_addresses(node, ("href", "action"))]
    images = [src for node in nodes for src in _get_addresses(node, ("src", "background"))]
    return (
        [link for link in links if not _leads_outside(link, hosts)],
        [src for src in images if not COPIED.match(src)],
    )


def _get_addresses(node, names):
    """Addresses in attributes of these names, whatever stands before the colon of their names."""
    found = ((name.rpartition(":")[2], value) for name, value in node.attrib.items())
    return [value for name, value in found if name in names and value]


def find_attributes(text):
    """What a text says beside what is read in it: titles, and addresses as they are written.

    :param str text: HTML
    :return: list of str
    """
    if not text or not text.strip():
        return []
    root = html.fragment_fromstring(text, create_parent="div")
    said = [node.get(name) for node in root.iter() for name in ("href", "title", "alt")]
    return [unquote(one) for one in said if one]


def _release_node(node, hosts):
    is_tag = isinstance(node.tag, str)
    is_lost = node.tag == "img" and not COPIED.match(node.get("src") or "")
    if not is_tag or node.tag in DROPPED or is_lost:
        _drop(node)
    elif node.tag not in KEPT or (node.tag == "a" and not _leads_outside(node.get("href"), hosts)):
        node.drop_tag()
    else:
        _strip_attributes(node)


def _drop(node):
    """Take a node out, with all in it; the text behind it stays."""
    if node.getparent() is not None:
        node.drop_tree() if hasattr(node, "drop_tree") else _drop_comment(node)


def _drop_comment(node):
    parent, previous = node.getparent(), node.getprevious()
    if node.tail:
        if previous is not None:
            previous.tail = (previous.tail or "") + node.tail
        else:
            parent.text = (parent.text or "") + node.tail
    parent.remove(node)


def _strip_attributes(node):
    for name in list(node.attrib):
        if name not in ("title", *KEPT_ATTRIBUTES.get(node.tag, ())):
            del node.attrib[name]
    if node.tag == "a":
        node.set("rel", "noopener noreferrer")


def _leads_outside(address, hosts):
    """A mention is a link to a record of ours; so is any address without a server."""
    # Browsers read a backslash as a slash.
    address = (address or "").strip().replace("\\", "/")
    if not address or INTERNAL.match(address):
        return False
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").rstrip(".")
    except ValueError:
        return False
    scheme = parts.scheme.lower()
    if scheme not in OUTSIDE or (scheme in WITH_HOST and not host):
        return False
    return host not in hosts
