#!/usr/bin/env python3
"""Measures the pages of meetings and actions in a group with a long past: 300 meetings and 60,000 actions, unless told otherwise.

    cargo build --release && python3 bench/meetings.py

The board is `brig demo --issues N`, which has a meeting for every fifty issues. Its actions are copied in the database, with
numbers that go on, until there are enough: two in a hundred are open, the others done, and they lie evenly over its items and
owners. CPU is measured as `measure.py` does.
"""
import argparse
import os
import re
import sqlite3
import sys
import tempfile
import time
import uuid

from measure import Board, measure, sign_in

OPEN = 50


def fill(path, wanted):
    """Copies actions until there are so many, and tells how many meetings and actions the group has then."""
    with sqlite3.connect(path, timeout=60) as base:
        base.row_factory = sqlite3.Row
        group = base.execute("SELECT group_id FROM actions GROUP BY group_id ORDER BY count(*) DESC LIMIT 1").fetchone()[0]
        rows = base.execute("SELECT * FROM actions WHERE group_id = ? ORDER BY number", (group,)).fetchall()
        columns = rows[0].keys()
        # Actions are set in meetings that are over, and each has its items.
        items = [row[0] for row in base.execute(
            "SELECT items.id FROM items JOIN meetings ON meetings.id = items.meeting_id WHERE meetings.group_id = ? AND meetings.state <> 'planned' "
            "ORDER BY meetings.number, items.id", (group,))]
        owners = sorted({row["owner_id"] for row in rows})
        last = max(row["number"] for row in rows)
        copies = []
        for n in range(max(0, wanted - len(rows))):
            copy = dict(rows[n % len(rows)])
            is_open = n % OPEN == 0
            copy.update(id=uuid.uuid4().bytes, number=last + 1 + n, item_id=items[n % len(items)], owner_id=owners[n % len(owners)],
                        state="open" if is_open else "done", closed_on=None if is_open else copy["set_on"],
                        evidence="" if is_open else "It is done.", successor=None)
            copies.append([copy[name] for name in columns])
        base.executemany(f"INSERT INTO actions ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})", copies)
        count = lambda table: base.execute(f"SELECT count(*) FROM {table} WHERE group_id = ?", (group,)).fetchone()[0]
        return count("meetings"), count("actions")


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--program", default="target/release/brig")
    arguments.add_argument("--meetings", type=int, default=300)
    arguments.add_argument("--actions", type=int, default=60_000)
    arguments.add_argument("--requests", type=int, default=300)
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        board = Board(given.program, given.meetings * 50, os.path.join(folder, "board"))
        group = board.ready["group"]
        board.rest()
        meetings, actions = fill(os.path.join(folder, "board", "brig.db"), given.actions)
        cookies = {"Cookie": sign_in(board, "administrator")}
        chair = {"Cookie": sign_in(board, "co-chair")}

        def page(path, who=cookies):
            return lambda _: board.ask("GET", f"/{group}{path}", headers=who)

        last = max(int(n) for n in re.findall(rf"/{group}/meetings/(\d+)", page("/meetings")(0)[2]))
        planned = next(n for n in range(last, 0, -1) if "Put on the agenda" in page(f"/meetings/{n}")(0)[2])
        over = next(n for n in range(planned - 1, 0, -1) if page(f"/meetings/{n}/minute")(0)[0] == 200)
        reference = re.search(r"A-\d+", page("/actions")(0)[2])[0]
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
            ("in the room", f"/meetings/{planned}/room", cookies, 1),
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
            rows.append(measure(board, name, max(5, given.requests // times), page(path, who)))
        print(f"| what | CPU, ms | times nothing |\n| --- | ---: | ---: |")
        for name, spent in rows:
            print(f"| {name} | {spent:.2f} | {spent / rows[0][1]:.1f} |")
        print(f"\n{meetings} meetings, {actions} actions; {board.resident():.0f} MB resident at the end.")
        assert board.stop() == 0


if __name__ == "__main__":
    sys.exit(main())
