#!/usr/bin/env python3
"""Measures the pages of the group itself: a group of 40 seats whose terms of reference have 10 versions.

    cargo build --release && python3 bench/group.py

The demonstration board is brought to that size by its own pages. How each figure is taken: see measure.py.
"""
import argparse
import html
import os
import re
import sys
import tempfile
import urllib.parse

from measure import Board, measure

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class Person:
    """Somebody signed in, who fills in forms."""

    def __init__(self, board, person):
        self.board = board
        path = urllib.parse.urlparse(person["sign_in_url"]).path
        key = re.search(r'name="form_key" value="([^"]+)"', board.ask("GET", path)[2])[1]
        headers = board.ask("POST", path, urllib.parse.urlencode({"form_key": key}), FORM)[1]
        self.cookie = {"Cookie": headers["set-cookie"].split(";")[0]}

    def get(self, path):
        return self.board.ask("GET", path, headers=self.cookie)[2]

    def fill(self, page, action, **fields):
        shown = self.get(page)
        hidden = {name: html.unescape(value) for name, value in re.findall(r'type="hidden" name="(forgery|seen|hash)" value="([^"]*)"', shown)}
        body = urllib.parse.urlencode({**hidden, **fields})
        status, _, answer = self.board.ask("POST", action, body, {**FORM, **self.cookie})
        assert status == 303, (action, status, answer[:2000])


def enlarge(board, seats, versions):
    """Brings the board to so many seats and so many versions of its terms; the last one stays a draft."""
    group = f"/{board.ready['group']}"
    named = {person["role"] + person["side"]: person for person in board.ready["people"]}
    administrator, gp, consultant = (Person(board, named[key]) for key in ["administratorother", "co-chairgp", "co-chairconsultant"])
    there = len(re.findall(r'<tr role="row"><th scope="row"', administrator.get(f"{group}/members")))
    for n in range(there, seats):
        capacity = ["gp", "consultant"][n % 2]
        brings = {"want-in-hours": "yes"} if n % 3 else {}
        administrator.fill(f"{group}/members/new", f"{group}/members/new", name=f"Dr Number {n}", email=f"number.{n}@northmoor.example",
                           capacity=capacity, post="Moorfield General", **brings)
    terms, draft = f"{group}/terms", f"{group}/terms/draft"
    while True:
        administrator.fill(terms, f"{terms}/next")
        at = int(re.search(r"DRAFT of version (\d+)", administrator.get(draft))[1])
        said = ["monthly, first Monday, 12:30, 60 minutes", "every second month, third Tuesday, 13:00, 90 minutes"][at % 2]
        administrator.fill(f"{draft}/rules/frequency", f"{draft}/rules/frequency", said=said)
        if at >= versions:
            return administrator
        for chair in [gp, consultant]:
            chair.fill(f"{draft}/read", f"{draft}/approvals")


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--program", default="target/release/brig")
    arguments.add_argument("--requests", type=int, default=600)
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        board = Board(given.program, 0, os.path.join(folder, "board"))
        administrator = enlarge(board, 40, 10)
        board.rest()
        group = f"/{board.ready['group']}"

        def page(name, path, requests=given.requests):
            return measure(board, name, requests, lambda _: board.ask("GET", group + path, headers=administrator.cookie))

        rows = [
            measure(board, "nothing (/healthz)", given.requests * 10, lambda _: board.ask("GET", "/healthz")),
            page("members", "/members"),
            page("coverage", "/members/coverage"),
            page("who sat before", "/members/history"),
            page("vacancies", "/vacancies"),
            page("directory", "/directory"),
            page("terms in force", "/terms"),
            page("versions of the terms", "/terms/versions"),
            page("one version, with what differs", "/terms/versions/9"),
            page("the draft: what is to be settled", "/terms/draft"),
            page("the draft: a rule", "/terms/draft/rules/networks"),
            page("the draft: what is left open", "/terms/draft/questions"),
            page("the draft: its text", "/terms/draft/text"),
            page("the draft, to be read, with what differs", "/terms/draft/read"),
            page("meetings, with the days that are proposed", "/meetings"),
            page("surveys", "/surveys"),
            page("a round of the survey beside the baseline", "/surveys/2"),
            page("terms as PDF", "/terms/terms.pdf", 20),
            page("terms as Word", "/terms/terms.docx", 20),
        ]
        print("| what | CPU, ms | times nothing |\n| --- | ---: | ---: |")
        for name, spent in rows:
            print(f"| {name} | {spent:.2f} | {spent / rows[0][1]:.1f} |")
        assert board.stop() == 0


if __name__ == "__main__":
    sys.exit(main())
