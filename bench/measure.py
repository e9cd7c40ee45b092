#!/usr/bin/env python3
"""Measures CPU per request of a release build on a demonstration board, and writes bench/figures.md's table to standard output.

    cargo build --release && python3 bench/measure.py --issues 10000

CPU is the process's own user and system time from /proc, so that waiting for the disk does not count and another
program's load hardly does. Every figure is the mean over `--requests` requests on one kept-open connection, after as
many to warm up, with no job left in the queue.
"""
import argparse
import http.client
import json
import os
import re
import subprocess
import sys
import tempfile
import time
import urllib.parse

TICKS = os.sysconf("SC_CLK_TCK")


class Board:
    def __init__(self, program, issues, folder):
        self.folder = folder
        begun = time.monotonic()
        self.process = subprocess.Popen([program, "demo", "--listen", "127.0.0.1:0", "--data", folder, "--issues", str(issues), "--json"],
                                        stdout=subprocess.PIPE, text=True)
        self.ready = json.loads(self.process.stdout.readline())
        self.built = time.monotonic() - begun
        self.address = urllib.parse.urlparse(self.ready["url"])
        self.open()

    def open(self):
        self.connection = http.client.HTTPConnection(self.address.hostname, self.address.port)

    def ask(self, method, path, body=None, headers=None):
        self.connection.request(method, path, body=body, headers=headers or {})
        response = self.connection.getresponse()
        return response.status, dict(response.getheaders()), response.read().decode(errors="replace")

    def cpu(self):
        with open(f"/proc/{self.process.pid}/stat") as stat:
            fields = stat.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def resident(self):
        with open(f"/proc/{self.process.pid}/status") as status:
            return int(re.search(r"VmRSS:\s+(\d+)", status.read())[1]) / 1024

    def rest(self):
        while json.loads(self.ask("GET", "/readyz")[2])["pending_jobs"]:
            time.sleep(0.1)

    def stop(self):
        self.process.terminate()
        return self.process.wait(10)


def sign_in(board, role):
    person = next(person for person in board.ready["people"] if person["role"] == role)
    path = urllib.parse.urlparse(person["sign_in_url"]).path
    key = re.search(r'name="form_key" value="([^"]+)"', board.ask("GET", path)[2])[1]
    body = urllib.parse.urlencode({"form_key": key})
    status, headers, _ = board.ask("POST", path, body, {"Content-Type": "application/x-www-form-urlencoded"})
    assert status == 303, status
    return headers["set-cookie"].split(";")[0]


def meeting_of(board, items):
    """A meeting of so many items, each noted, decided and with an action, over and with its minute in draft; its number."""
    group, admin = board.ready["group"], board.ready["api_token"]
    chairs = [person for person in board.ready["people"] if person["role"] == "co-chair"]

    def call(path, body=None, token=admin):
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        status, _, answer = board.ask("POST", f"/api/v1/{group}/{path}", json.dumps(body or {}), headers)
        assert status < 300, (path, status, answer)
        return json.loads(answer) if answer else {}

    meeting = call("meetings", {"date": time.strftime("%Y-%m-%d"), "start": "12:30", "minutes": 90, "invite": False})["number"]
    call(f"meetings/{meeting}/attendance", {"present": [chair["name"] for chair in chairs]})
    due = f"{int(time.strftime('%Y')) + 1}-01-15"
    for n in range(items):
        item = call(f"meetings/{meeting}/items", {"title": f"Letters that come late, case {n}"})["number"]
        note = "The Group heard that letters come late most weeks, and that both sides lose time by it.\n" * 4
        call(f"meetings/{meeting}/items/{item}/note", {"text": note})
        call(f"meetings/{meeting}/items/{item}/decision", {"text": "letters go out within a day of discharge, from the start of next month"})
        call(f"meetings/{meeting}/actions", {"item": item, "text": "Tell every ward and clinic", "owner": chairs[n % 2]["name"],
                                             "due": due, "done_means": "Each ward has replied"})
    for chair in chairs:
        call(f"meetings/{meeting}/read-back", token=chair["api_token"])
    call(f"meetings/{meeting}/adjournment")
    return meeting


def measure(board, name, requests, ask, expected=200):
    def run(count):
        for n in range(count):
            status, _, body = ask(n)
            assert status == expected, (name, status, body[:300])
    run(requests)
    board.rest()
    begun = board.cpu()
    run(requests)
    spent = (board.cpu() - begun) / requests * 1000
    return name, spent


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--program", default="target/release/brig")
    arguments.add_argument("--issues", type=int, default=10_000)
    arguments.add_argument("--requests", type=int, default=1_500)
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        board = Board(given.program, given.issues, os.path.join(folder, "board"))
        group, token = board.ready["group"], board.ready["api_token"]
        bearer = {"Authorization": f"Bearer {token}"}
        board.rest()
        cookies = {"Cookie": sign_in(board, "administrator")}
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        key = None

        def page(path):
            return lambda _: board.ask("GET", path, headers=cookies)

        def api(path):
            return lambda _: board.ask("GET", f"/api/v1/{group}/{path}", headers=bearer)

        def raise_by_api(n):
            body = json.dumps({"text": f"Letters come late, report {n} of a measured run.", "known": "confidence"})
            return board.ask("POST", f"/api/v1/{group}/issues", body, {**bearer, "Content-Type": "application/json"})

        few = max(50, given.requests // 5)
        rows = [
            measure(board, "nothing (/healthz)", given.requests * 10, lambda _: board.ask("GET", "/healthz")),
            measure(board, "the form (/raise)", given.requests, page(f"/{group}/raise")),
            measure(board, "start page with figures and chart", given.requests, page(f"/{group}")),
            measure(board, "issue list, page", given.requests, page(f"/{group}/issues")),
            measure(board, "issue list by state and theme, page", given.requests, page(f"/{group}/issues?state=new&theme=results")),
            measure(board, "issue list, API", given.requests, api("issues?limit=50")),
            measure(board, "search for a common word, API", given.requests, api("issues?q=letter&limit=50")),
            measure(board, "search for two words, API", given.requests, api("issues?q=discharge+cardiology&limit=50")),
            measure(board, "search, page", given.requests, page(f"/{group}/issues?q=letter")),
            measure(board, "one issue, page", given.requests, page(f"/{group}/issues/NM-0005")),
            measure(board, "one issue, API", given.requests, api("issues/NM-0005")),
            measure(board, "raise an issue, API", few, raise_by_api, 201),
        ]
        planned = int(re.search(rf'/{group}/meetings/(\d+)"', board.ask("GET", f"/{group}/meetings", headers=cookies)[2])[1])
        item = re.search(rf'/{group}/meetings/{planned}/items/[0-9-]+', board.ask("GET", f"/{group}/meetings/{planned}", headers=cookies)[2])[0]
        edition = re.search(rf'/{group}/cascade/editions/[0-9a-f-]+', board.ask("GET", f"/{group}/cascade", headers=cookies)[2])[0]
        long = meeting_of(board, 30)
        rows += [
            measure(board, "meetings, page", given.requests, page(f"/{group}/meetings")),
            measure(board, "one meeting with its agenda, page", given.requests, page(f"/{group}/meetings/{planned}")),
            measure(board, "one item, page", given.requests, page(item)),
            measure(board, "read-back of 4 items, page", given.requests, page(f"/{group}/meetings/{planned - 1}/read-back")),
            measure(board, "minute in draft, 4 items, page", given.requests, page(f"/{group}/meetings/{planned - 1}/minute")),
            measure(board, "published minute, 4 items, page", given.requests, page(f"/{group}/meetings/{planned - 2}/minute")),
            measure(board, "decisions, page", given.requests, page(f"/{group}/decisions")),
            measure(board, "actions, page", given.requests, page(f"/{group}/actions")),
            measure(board, "actions waiting longer than planned, page", given.requests, page(f"/{group}/actions?show=late")),
            measure(board, "cascade, page", given.requests, page(f"/{group}/cascade")),
            measure(board, "an edition, page", given.requests, page(edition)),
            measure(board, "mail sent and due, API", given.requests, api("mail")),
            measure(board, "decisions, API", given.requests, api("decisions")),
            measure(board, "minute of 4 items as PDF", 20, page(f"/{group}/meetings/{planned - 2}/minute.pdf")),
            measure(board, "minute of 30 items, page", few, page(f"/{group}/meetings/{long}/minute")),
            measure(board, "minute of 30 items as PDF", 20, page(f"/{group}/meetings/{long}/minute.pdf")),
            measure(board, "minute of 30 items as Word", 20, page(f"/{group}/meetings/{long}/minute.docx")),
        ]
        resident = board.resident()
        print(f"| what | CPU, ms | times nothing |\n| --- | ---: | ---: |", flush=True)
        for name, spent in rows:
            print(f"| {name} | {spent:.2f} | {spent / rows[0][1]:.1f} |")
        print(f"\n{given.issues} generated issues; board built in {board.built:.1f} s; {resident:.0f} MB resident at the end; "
              f"binary {os.path.getsize(given.program) / 1e6:.1f} MB.")
        assert board.stop() == 0
        times = []
        for _ in range(5):
            begun = time.monotonic()
            serve = subprocess.Popen([given.program, "serve", "--database", f"sqlite:{folder}/board/brig.db", "--listen", "127.0.0.1:0", "--json"],
                                     stdout=subprocess.PIPE, text=True)
            address = urllib.parse.urlparse(json.loads(serve.stdout.readline())["url"])
            http.client.HTTPConnection(address.hostname, address.port).request("GET", "/healthz")
            times.append((time.monotonic() - begun) * 1000)
            serve.terminate()
            serve.wait(10)
        print(f"`serve` answers {sorted(times)[2]:.0f} ms after its start (median of five).")


if __name__ == "__main__":
    sys.exit(main())
