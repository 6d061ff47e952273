"""What the headers of a mail say about who wrote it: no database."""

# Of RFC 3834 and its forerunners: a person's mail has none of them.
REPLY_HEADERS = ("X-Autoreply", "X-Autorespond")
AUTOMATIC_PRECEDENCES = ("auto_reply", "bulk", "junk")


def is_automatic(headers):
    """Whether a machine wrote a mail: an absence note, a confirmation of receipt, a mailing.

    :param headers: mapping of the mail's headers, such as an ``email.message.Message``
    :return: bool

    >>> is_automatic({"Auto-Submitted": "auto-replied"}), is_automatic({"Auto-Submitted": "no"})
    (True, False)
    """
    submitted = str(headers.get("Auto-Submitted") or "no").partition(";")[0].strip().lower()
    precedence = str(headers.get("Precedence") or "").strip().lower()
    return (
        submitted != "no"
        or precedence in AUTOMATIC_PRECEDENCES
        or any(headers.get(name) for name in REPLY_HEADERS)
    )
