#!/usr/bin/env python3
"""Measures the pages of meetings and actions in a group with a long past: 300 meetings and 60,000 actions, unless told otherwise.

    cargo build --release && python3 bench/meetings.py

The board is `brig demo --issues 100`, so that nothing waits for thousands of reports to be read. Its past meetings with a published minute, their items,
attendance, decisions, counts of the quorum, minutes with all versions and signatures, are copied in the database, years earlier
each time and with numbers that go on, until there are enough. Its actions are copied over the items of all of them until there are
enough: two in a hundred are open, the others done. What a copied minute says is what its original said, issues stay with the
originals, and copies are not in the search. CPU is measured as `measure.py` does. A debug build does too, with `--program`: then
only the column of ratios says something.
"""
import argparse
import datetime
import os
import re
import sqlite3
import sys
import tempfile
import time
import uuid

from measure import Board, measure, sign_in

OPEN = 50
# What hangs on a meeting, in the order of its keys; each with the columns that are keys of what is copied too.
TABLES = {
    "meetings": ("id",),
    "items": ("id", "meeting_id", "follows"),
    "attendances": ("meeting_id",),
    "confirmations": ("meeting_id",),
    "item_times": ("item_id",),
    "decisions": ("id", "meeting_id", "item_id", "ratified_in"),
    "counted": ("decision_id",),
    "minutes": ("meeting_id", "confirmed_by"),
    "minute_sections": ("meeting_id", "item_id"),
    "approvals": ("meeting_id",),
    "minute_versions": ("meeting_id",),
}
DAYS = {"held_on", "decided_on", "drafted_on", "published_on"}


def earlier(day, days):
    return day and (datetime.date.fromisoformat(day) - datetime.timedelta(days=days)).isoformat()


def rows_of(base, table, group):
    return [dict(row) for row in base.execute(f"SELECT * FROM {table} WHERE group_id = ?", (group,))]


def insert(base, table, rows):
    if rows:
        columns = list(rows[0])
        base.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})",
                         [[row[name] for name in columns] for row in rows])


def copy_meetings(base, group, wanted):
    """Copies the meetings that are over, years earlier each time, until there are so many."""
    settled = {row["meeting_id"] for row in rows_of(base, "minutes", group) if row["state"] != "draft"}
    past = [row for row in rows_of(base, "meetings", group) if row["id"] in settled and row["minutes"] > 0]
    there = base.execute("SELECT count(*), max(number) FROM meetings WHERE group_id = ?", (group,)).fetchone()
    count, last = there
    years = 1 + max(row["year"] for row in past) - min(row["year"] for row in past)
    originals = {table: rows_of(base, table, group) for table in TABLES}
    turn = 0
    while count < wanted:
        turn += 1
        keys, taken = {}, {row["id"] for row in past[:wanted - count]}
        for table, columns in TABLES.items():
            copies = []
            for row in originals[table]:
                anchor = {"meetings": "id"}.get(table, "meeting_id" if "meeting_id" in row else columns[0])
                if (row[anchor] not in taken) if anchor in ("id", "meeting_id") else row[anchor] not in keys:
                    continue
                copy = dict(row)
                if "id" in columns:
                    keys[row["id"]] = uuid.uuid4().bytes
                for name in columns:
                    copy[name] = keys.get(row[name], row[name] if name in ("follows", "ratified_in", "confirmed_by") else None)
                for name in DAYS & copy.keys():
                    copy[name] = earlier(row[name], turn * years * 364)
                if "year" in copy:
                    copy["year"] = row["year"] - turn * years
                if table == "meetings":
                    last += 1
                    copy["number"] = last
                if "issue_id" in copy:
                    copy["issue_id"] = None
                copies.append(copy)
            if table == "meetings":
                count += len(copies)
            insert(base, table, copies)


def copy_actions(base, group, wanted):
    """Copies actions over the items of all meetings that are over, until there are so many."""
    rows = sorted(rows_of(base, "actions", group), key=lambda row: row["number"])
    items = [row[0] for row in base.execute(
        "SELECT items.id FROM items JOIN meetings ON meetings.id = items.meeting_id WHERE meetings.group_id = ? AND meetings.state <> 'planned' "
        "ORDER BY meetings.number, items.id", (group,))]
    owners = sorted({row["owner_id"] for row in rows})
    last = rows[-1]["number"]
    copies = []
    for n in range(max(0, wanted - len(rows))):
        copy = dict(rows[n % len(rows)])
        is_open = n % OPEN == 0
        copy.update(id=uuid.uuid4().bytes, number=last + 1 + n, item_id=items[n % len(items)], owner_id=owners[n % len(owners)],
                    state="open" if is_open else "done", closed_on=None if is_open else copy["set_on"], outside_role="",
                    evidence="" if is_open else "It is done.", successor=None)
        copies.append(copy)
    insert(base, "actions", copies)


def fill(path, meetings, actions):
    """Brings the board to so many meetings and actions, and tells how many its group has then."""
    with sqlite3.connect(path, timeout=60) as base:
        base.row_factory = sqlite3.Row
        group = base.execute("SELECT group_id FROM actions GROUP BY group_id ORDER BY count(*) DESC LIMIT 1").fetchone()[0]
        copy_meetings(base, group, meetings)
        copy_actions(base, group, actions)
        count = lambda table: base.execute(f"SELECT count(*) FROM {table} WHERE group_id = ?", (group,)).fetchone()[0]
        return count("meetings"), count("actions")


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--program", default="target/release/brig")
    arguments.add_argument("--meetings", type=int, default=300)
    arguments.add_argument("--actions", type=int, default=60_000)
    arguments.add_argument("--requests", type=int, default=100)
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        board = Board(given.program, 100, os.path.join(folder, "board"))
        group = board.ready["group"]
        board.rest()
        meetings, actions = fill(os.path.join(folder, "board", "brig.db"), given.meetings, given.actions)
        cookies = {"Cookie": sign_in(board, "administrator")}
        chair = {"Cookie": sign_in(board, "co-chair")}

        def page(path, who=cookies):
            return lambda _: board.ask("GET", f"/{group}{path}", headers=who)

        last = max(int(n) for n in re.findall(rf"/{group}/meetings/(\d+)", page("/meetings")(0)[2]))
        planned = next(n for n in range(last, 0, -1) if "Put on the agenda" in page(f"/meetings/{n}")(0)[2])
        over = next(n for n in range(planned - 1, 0, -1) if page(f"/meetings/{n}/minute")(0)[0] == 200)
        reference = re.search(r"A-\d+", page("/actions")(0)[2])[0]
        room = page(f"/meetings/{planned}/room")(0)[1]["location"].removeprefix(f"/{group}")
        # Half a minute lets what the schedule does with so many new actions come to its end.
        time.sleep(30)
        board.rest()
        rows = [measure(board, "nothing (/healthz)", given.requests * 10, lambda _: board.ask("GET", "/healthz"))]
        for name, path, who, times in [
            ("start page, for a co-chair", "", chair, 1),
            ("what waits for a co-chair's word", "/waiting", chair, 1),
            ("meetings", "/meetings", cookies, 1),
            ("one meeting with its agenda", f"/meetings/{planned}", cookies, 1),
            ("agenda that is proposed", f"/meetings/{planned}/compose", cookies, 1),
            ("agenda and papers", f"/meetings/{planned}/pack", cookies, 1),
            ("in the room", room, cookies, 1),
            ("a meeting that is over", f"/meetings/{over}", cookies, 1),
            ("its minute", f"/meetings/{over}/minute", cookies, 1),
            ("actions", "/actions", cookies, 1),
            ("actions, of one's own", "/actions?show=mine", chair, 1),
            ("actions waiting longer than planned", "/actions?show=late", cookies, 1),
            ("actions by meeting", "/actions?show=meetings", cookies, 1),
            ("actions by theme", "/actions?show=themes", cookies, 1),
            ("actions, all", "/actions?show=all", cookies, 1),
            ("an action", f"/actions/{reference}", cookies, 1),
            ("decisions", "/decisions", cookies, 1),
            ("decisions between meetings", "/interim", cookies, 1),
            ("actions as Excel", "/actions/log.xlsx", cookies, 30),
        ]:
            status = page(path, who)(0)[0]
            if status != 200:
                print(f"{path}: {status}", file=sys.stderr)
                continue
            print(name, file=sys.stderr)
            rows.append(measure(board, name, max(5, given.requests // times), page(path, who)))
        print("| what | CPU, ms | times nothing |\n| --- | ---: | ---: |")
        for name, spent in rows:
            print(f"| {name} | {spent:.2f} | {spent / rows[0][1]:.1f} |")
        print(f"\n{meetings} meetings, {actions} actions; {board.resident():.0f} MB resident at the end.")
        assert board.stop() == 0


if __name__ == "__main__":
    sys.exit(main())
