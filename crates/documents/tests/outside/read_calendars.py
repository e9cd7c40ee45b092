"""Reads every calendar of a folder with the package icalendar and prints what it says, a line of JSON each.

Times are reckoned twice: by the time zones that the program knows, and by the rules that the file carries.
"""

import json
import pathlib
import sys
from datetime import timezone

from icalendar import Calendar


def instant(time, carried):
    at = time.astimezone(timezone.utc)
    if carried is not None and time.utcoffset() is not None and time.tzinfo is not timezone.utc and str(time.tzinfo) != "UTC":
        again = time.replace(tzinfo=carried).astimezone(timezone.utc)
        assert again == at, f"{time}: {again} by the file's rules, {at} by the zone's name"
    return int(at.timestamp())


for file in sorted(pathlib.Path(sys.argv[1]).glob("*.ics")):
    calendar = Calendar.from_ical(file.read_bytes())
    zones = calendar.walk("VTIMEZONE")
    carried = zones[0].to_tz(lookup_tzid=False) if zones else None
    (event,) = calendar.walk("VEVENT")
    assert event["ATTENDEE"].params["PARTSTAT"] == "NEEDS-ACTION"
    print(json.dumps({
        "uid": str(event["UID"]),
        "sequence": int(event["SEQUENCE"]),
        "status": str(event["STATUS"]),
        "method": str(calendar["METHOD"]),
        "start": instant(event.start, carried),
        "end": instant(event.end, carried),
        "summary": str(event["SUMMARY"]),
    }))
