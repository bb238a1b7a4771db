"""Writes windows.jsonl: each mail as somebody copies it from a mail program's window and quotes it.

Subject and visible text only, wrapped at 72 columns, with `> ` in front. Python's standard library alone:

    python3 windows.py > windows.jsonl
"""

import email
import email.policy
import html
import json
import pathlib
import re
import textwrap


def decoded(part):
    data = part.get_payload(decode=True) or b""
    for charset in (part.get_content_charset(), "utf-8", "latin-1"):
        try:
            return data.decode(charset)
        except (LookupError, UnicodeDecodeError, TypeError):
            pass
    return data.decode("latin-1")


def without_tags(page):
    page = re.sub(r"(?is)<(style|script|head).*?</\1>", "", page)
    page = re.sub(r"(?i)<(br|p|div|tr|li|h\d)\b[^>]*>", "\n", page)
    return html.unescape(re.sub(r"(?s)<[^>]*>", "", page))


def visible(message, with_fields):
    """The texts of a message, but not those of messages in it. Some programs show the fields of a report, too."""
    if message.get_content_type() == "message/delivery-status" and with_fields:
        return [part.as_string() for part in message.get_payload() if not isinstance(part, str)]
    if message.get_content_type() in ("message/rfc822", "message/delivery-status"):
        return []
    if message.is_multipart():
        parts = message.get_payload()
        if message.get_content_type() == "multipart/alternative":
            plain = [part for part in parts if part.get_content_type() == "text/plain"]
            parts = plain[:1] or parts[-1:]
        return [text for part in parts for text in visible(part, with_fields)]
    kind = message.get_content_type()
    if kind == "text/plain":
        return [decoded(message)]
    if kind == "text/html":
        return [without_tags(decoded(message))]
    return []


def window(path, with_fields):
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.compat32)
    subject = message.get("Subject", "")
    try:
        subject = str(email.header.make_header(email.header.decode_header(subject)))
    except (LookupError, UnicodeDecodeError, email.errors.HeaderParseError):
        pass
    lines = ["Subject: " + " ".join(str(subject).split()), ""]
    for text in visible(message, with_fields):
        for line in text.splitlines():
            wrapped = textwrap.wrap(line, 72, break_long_words=False, break_on_hyphens=False)
            lines.extend(wrapped or [""])
    return "".join("> " + line + "\n" for line in lines)


def line(path):
    texts = {"text": window(path, False), "with_fields": window(path, True)}
    texts = {key: text.encode("utf-8", "replace").decode("utf-8") for key, text in texts.items()}
    if texts["text"] == texts["with_fields"]:
        del texts["with_fields"]
    return json.dumps({"file": path.name, **texts}, ensure_ascii=False)


for path in sorted(pathlib.Path(__file__).with_name("mails").iterdir()):
    print(line(path))
