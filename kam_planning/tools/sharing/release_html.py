"""Rich text as it may leave to the customer; plain values."""

import re
from urllib.parse import urlsplit

from lxml import etree, html

# What a reader elsewhere sees of it: nothing, so it goes with its content.
DROPPED = ("script", "style", "iframe", "object", "embed", "form", "input", "button", "template")
# What is left of a tag: its text and, of a link, where it leads to.
KEPT_ATTRIBUTES = ("href", "src", "alt", "title", "colspan", "rowspan", "start", "type")
# Pages of our people.
INTERNAL = re.compile(r"^/+(odoo|web|mail|my/account-plans|kam_planning|discuss|report)(/|$|\?|#)")
OUTSIDE = ("http", "https", "mailto", "tel")
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
    """Addresses of our own pages and images in a text, which do not leave.

    :param str text: HTML
    :param hosts: names of our own servers
    :return: list of str
    """
    if not text or not text.strip():
        return []
    root = html.fragment_fromstring(text, create_parent="div")
    links = [node.get("href") for node in root.iter("a") if node.get("href")]
    images = [node.get("src") for node in root.iter("img") if node.get("src")]
    return [
        *(link for link in links if not _leads_outside(link, hosts)),
        *(image for image in images if not COPIED.match(image)),
    ]


def _release_node(node, hosts):
    if not isinstance(node.tag, str) or node.tag in DROPPED:
        _drop(node)
    elif node.tag == "img":
        if COPIED.match(node.get("src") or ""):
            _strip_attributes(node)
        else:
            _drop(node)
    elif node.tag == "a" and not _leads_outside(node.get("href"), hosts):
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
        if name not in KEPT_ATTRIBUTES:
            del node.attrib[name]
    if node.tag == "a":
        node.set("rel", "noopener noreferrer")


def _leads_outside(address, hosts):
    """A mention is a link to a record of ours; so is any address without a server."""
    if not address or INTERNAL.match(address):
        return False
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return False
    if parts.scheme.lower() not in OUTSIDE:
        return False
    return (parts.hostname or "") not in hosts
