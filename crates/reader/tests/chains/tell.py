"""Says of each chain of `Received` fields in a folder what Python makes of it: its email package, and dateutil.

    python3 tell.py FOLDER > told

A line for each hop, the last server first: the name that the client gave, the server, when, and how many seconds
after the server before. What is not said is `-`. A field that tells no server and no time is passed by.
"""

import calendar
import datetime
import email
import email.utils
import pathlib
import re
import sys
import warnings

import dateutil.parser
import dateutil.tz

warnings.simplefilter("ignore", dateutil.parser.UnknownTimezoneWarning)

# Where clocks have names that mail programs use.
PLACES = """
    America/Anchorage America/Chicago America/Denver America/Halifax America/Los_Angeles America/New_York
    Asia/Seoul Asia/Tokyo Europe/Berlin Europe/Helsinki Europe/Lisbon Europe/London Europe/Moscow Pacific/Honolulu
""".split()


def zones():
    known = {}
    for place in PLACES:
        for month in (1, 7):
            at = datetime.datetime(2026, month, 1, tzinfo=dateutil.tz.gettz(place))
            known[at.tzname()] = int(at.utcoffset().total_seconds())
    # An old name of the same.
    return known | {"MET": known["CET"], "MEST": known["CEST"]}


ZONES = zones()
WEEKDAY = re.compile(r"\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,?\s(?=[^;]*\d:\d).*", re.DOTALL)


def without_comments(text):
    """Comments are taken out from the inside."""
    while True:
        shorter = re.sub(r"\([^()]*\)", " ", text)
        if shorter == text:
            return text
        text = shorter


def by_email(date):
    """Seconds and the zone's seconds, `None` where it knows no zone; or nothing."""
    # A leap second has no datetime.
    leap = re.search(r":60\b", date) is not None
    try:
        parsed = email.utils.parsedate_to_datetime(date.replace(":60", ":59"))
    except ValueError:
        return None
    return seconds(parsed, leap)


def by_dateutil(date):
    """The same."""
    try:
        parsed = dateutil.parser.parse(date, tzinfos=ZONES)
    except (ValueError, OverflowError):
        return None
    return seconds(parsed, False)


def seconds(parsed, leap):
    offset = parsed.utcoffset()
    zone = None if offset is None else int(offset.total_seconds())
    return calendar.timegm(parsed.timetuple()) - (zone or 0) + leap, zone


def moment(date):
    # A zone of one letter is UTC by RFC 5322; dateutil takes A and P for halves of a day.
    date = re.sub(r"\s[A-Ya-y]$", " -0000", date.strip())
    # What follows a date in the form of RFC 5322 is no part of it.
    usual = re.match(r"(?:\w+, ?)?\d+ \w+ \d+ [\d:]+ [+-]\d{4}", date)
    one, other = by_email(date), by_dateutil(usual[0] if usual else date)
    if one and other and one[1] is not None and other[1] is not None:
        assert one == other, (date, one, other)
    known = [it for it in (one, other) if it and it[1] is not None] + [it for it in (one, other) if it]
    if not known:
        return None
    seconds, zone = known[0]
    return seconds, zone or 0


def name(words):
    return words.strip("<>[],;()") or None if words else None


def hop(field):
    field = re.sub(r"\s+", " ", field)
    plain = without_comments(field)
    way, semicolon, date = plain.rpartition(";")
    if not semicolon:
        tail = WEEKDAY.search(plain)
        way, date = (plain[:tail.start()], tail[0]) if tail else (plain, "")
    found = re.search(r"(?:^|\s)from (?!by )(\S+)", way, re.IGNORECASE)
    client = name(found[1]) if found else None
    clause = re.split(r"[\s)]by ", field, maxsplit=1, flags=re.IGNORECASE)[0]
    if found and client is None or re.match(r"\s*from\b", field, re.IGNORECASE):
        said = re.search(r"\((?:HELO|EHLO) ([^\s)]+)|\bhelo=([^\s)]+)", clause, re.IGNORECASE)
        client = name(said[1] or said[2]) if said else client
    found = re.search(r"(?:^|\s)by (\S+)", way, re.IGNORECASE)
    return client, name(found[1]) if found else None, moment(date)


def written(at):
    if at is None:
        return "-"
    seconds, zone = at
    local = datetime.datetime(1970, 1, 1) + datetime.timedelta(seconds=seconds + zone)
    sign = "-" if zone < 0 else "+"
    return f"{local.isoformat()}{sign}{abs(zone) // 3600:02}:{abs(zone) // 60 % 60:02}"


def main():
    for file in sorted(pathlib.Path(sys.argv[1]).glob("*.txt")):
        message = email.message_from_string(file.read_text(encoding="utf-8"))
        print(file.stem)
        hops = [hop(field) for field in message.get_all("received")]
        hops = [it for it in hops if it[1] or it[2]]
        for number, (client, server, at) in enumerate(hops):
            before = hops[number + 1][2] if number + 1 < len(hops) else None
            delay = f"{at[0] - before[0]:+}" if at and before else "-"
            print(f"  {client or '-'} {server or '-'} {written(at)} {delay}")


main()
