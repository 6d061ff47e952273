"""What somebody wrote in a mail, without what his mail program adds; plain values."""

import re
from email.message import EmailMessage
from html import escape

from lxml import html as lxml_html

from odoo.tools import html2plaintext

# A link by which somebody chooses his password is quoted to nobody else.
SIGN_UP = re.compile(r"https?://[^\s\"'<>]*/web/(?:signup|reset_password)\?[^\s\"'<>]*")


# What stands in the References of a mail of ours, and in no other place: by it the answer proves
# that its writer got the mail.
PROOF = "-kam.share-proof@"
PROVEN = re.compile(rf"[0-9a-f]{{64}}{re.escape(PROOF)}[^\s<>&\"']*")


def without_proofs(attachments):
    """Leave out attachments that hold such a proof: Odoo may keep a mail as it came, and people
    forward ours, where others could read it.

    >>> mail = "References: <x-kam.share-proof@us.example>"
    >>> without_proofs([("a.eml", mail, {}), ("b.txt", b"1", {})])
    [('b.txt', b'1', {})]

    :param attachments: list of tuples (name, content, info), or None
    :return: list of the others
    """
    return [one for one in attachments or () if not _holds_proof(one[1])]


def _holds_proof(content):
    """Of a mail within a mail the headers are asked as well: there the text may be folded."""
    if isinstance(content, EmailMessage):
        headers = (str(value) for part in content.walk() for value in part.values())
        return any(PROOF in header for header in headers) or PROOF.encode() in content.as_bytes()
    if isinstance(content, str):
        content = content.encode("utf-8", "replace")
    # The second one as Outlook keeps mails.
    return any(PROOF.encode(coding) in (content or b"") for coding in ("utf-8", "utf-16-le"))


def strip_secrets(text):
    """Take out what only who got a mail of ours may have: links by which a password is chosen, and
    proofs, which stand in a text where a mail is quoted with all its headers.

    >>> strip_secrets("> Begin: https://us.example/web/signup?db=a&token=b now")
    '> Begin:  now'
    >>> strip_secrets(f"References: &lt;{'0' * 64}-kam.share-proof@us.example&gt; &lt;a@b&gt;")
    'References: &lt;&gt; &lt;a@b&gt;'

    :param str text: HTML or plain text
    :return: str
    """
    return PROVEN.sub("", SIGN_UP.sub("", text or ""))


def cut_html(body, most):
    """Cut HTML to so many letters, not within a tag. What was open there is closed when it is read.

    >>> cut_html("<p>Yes, do.</p><blockquote>Shall we?</blockquote>", 20)
    '<p>Yes, do.</p>'
    >>> cut_html("<p>Yes</p>", 20)
    '<p>Yes</p>'

    :param str body: HTML
    :param int most: letters
    :return: str
    """
    if len(body) <= most:
        return body
    kept = body[:most]
    begun = kept.rfind("<")
    return kept[:begun] if begun > kept.rfind(">") else kept


def own_words(body):
    """What the writer of a mail said himself, as plain text: no quotes, no signature.

    What is one was marked by Odoo when it took the mail in.

    >>> own_words('<p>Yes, do.</p><blockquote data-o-mail-quote="1">Shall we?</blockquote>')
    'Yes, do.'

    :param str body: HTML as Odoo keeps it
    :return: str
    """
    if not (body or "").strip():
        return ""
    root = lxml_html.fragment_fromstring(str(body), create_parent="div")
    for node in root.xpath("//*[@data-o-mail-quote]"):
        if node is not root and node.getparent() is not None:
            node.drop_tree()
    kept = lxml_html.tostring(root, encoding="unicode")
    return html2plaintext(kept, include_references=False).strip()


def forget_name(text, name, instead):
    """Put something else in the place of a name, as a whole word, in HTML too.

    >>> forget_name("<p>Jo O&#39;Hara called Joan</p>", "Jo O'Hara", "Erased person")
    '<p>Erased person called Joan</p>'
    >>> forget_name("Jo called Joan", "Jo", "Erased person")
    'Erased person called Joan'

    :param str text: plain or HTML
    :return: str
    """
    spellings = {name, escape(name, quote=False), escape(name).replace("&#x27;", "&#39;")}
    spelled = "|".join(re.escape(one) for one in sorted(spellings, key=len, reverse=True))
    return re.sub(rf"(?<!\w)(?:{spelled})(?!\w)", lambda _found: instead, text or "")
