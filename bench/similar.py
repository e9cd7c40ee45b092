#!/usr/bin/env python3
"""Measures a whole suggestion, "somebody has said this before", in a large group: POST /api/v1/{group}/issues/similar, and the
call that the form makes while somebody types, POST /{group}/raise/similar.

    cargo build --release && python3 bench/similar.py --issues 10000 --board /var/tmp/board

The board is the demonstration with so many generated issues. Building it, the sentence model reads the newest 3,000 of them, or fewer on a busy machine. To
read all would take minutes more and change nothing that is measured, so each of the others gets the vector of one that was read,
perturbed: every part of its meaning and of its faults by a few hundredths of its largest, and some of its words exchanged for words
of other issues. So all vectors differ, and have the shape and the length of real ones. With --board the board stays, and a second
run begins at once.

Asks with texts that no issue has, one after another on one connection; jobs are not done meanwhile. Tells the time that the answer
took, and the CPU of the server's process by the system's own clock for it, which another program's load hardly touches.
"""
import argparse
import http.client
import json
import os
import random
import re
import socket
import sqlite3
import struct
import subprocess
import sys
import tempfile
import time
import urllib.parse

WHO = ["Practice", "Ward", "Clinic secretary", "GP", "Registrar", "District nurse", "Pharmacist", "Receptionist", "Consultant", "Midwife"]
WHAT = ["waits weeks for the letter of the last visit", "cannot find out who looks at the blood test", "is asked to write a note for work again",
        "does not know which medicines were stopped", "hears only from the patient that nobody will be seen", "rings three numbers and reaches nobody",
        "has a referral back without a reason", "is told to refer on by somebody who could", "cannot open the scan from here",
        "was not told of the new way to book"]
THEN = ["and the patient comes back twice.", "so nothing happens until somebody complains.", "which takes half a morning.", "and it was urgent.",
        "though we agreed otherwise last year."]


def texts(count, seed):
    """So many short reports, always the same, none twice."""
    dice, all_texts = random.Random(seed), []
    while len(all_texts) < count:
        one = f"{dice.choice(WHO)} {dice.choice(WHAT)}, {dice.choice(WHAT)} {dice.choice(THEN)} Seen {dice.randrange(2, 60)} times."
        if one not in all_texts:
            all_texts.append(one)
    return all_texts


def build(program, issues, folder):
    """Has the program build the board; tells what it said when it was ready."""
    print(f"building a board of {issues} issues: some minutes", file=sys.stderr, flush=True)
    process = subprocess.Popen([program, "demo", "--listen", "127.0.0.1:0", "--data", folder, "--issues", str(issues), "--json"],
                               stdout=subprocess.PIPE, text=True)
    ready = json.loads(process.stdout.readline())
    process.terminate()
    process.wait(60)
    return ready


def parts_of(vector):
    """A stored vector: two directions, each a scale and its parts, then words."""
    at, directions = 0, []
    for _ in range(2):
        scale, length = struct.unpack_from("<fH", vector, at)
        directions.append((scale, struct.unpack_from(f"<{length}b", vector, at + 6)))
        at += 6 + length
    return directions, struct.unpack_from(f"<{(len(vector) - at) // 4}I", vector, at)


def perturbed(vector, words_of_others, dice):
    directions, words = parts_of(vector)
    out = b""
    for scale, parts in directions:
        moved = [max(-127, min(127, part + dice.randrange(-4, 5))) if part else 0 for part in parts]
        out += struct.pack("<fH", scale, len(moved)) + struct.pack(f"<{len(moved)}b", *moved)
    words = set(words)
    for word in dice.sample(sorted(words), min(3, len(words))):
        words.discard(word)
        words.add(dice.choice(words_of_others))
    return out + struct.pack(f"<{len(words)}I", *sorted(words))


def fill(file):
    """Gives every issue a vector."""
    board, dice = sqlite3.connect(file), random.Random(7)
    read = board.execute("SELECT v.engine, v.vector FROM issue_vectors v WHERE LENGTH(v.vector) > 0 ORDER BY v.number DESC").fetchall()
    engine = read[0][0]
    pool = [vector for by, vector in read if by == engine]
    words = sorted({word for vector in pool for word in parts_of(vector)[1]})
    lacking = board.execute("SELECT i.id, i.group_id, i.number, i.version FROM issues i LEFT JOIN issue_vectors v ON v.issue_id = i.id "
                            "WHERE v.issue_id IS NULL ORDER BY i.number").fetchall()
    stamps = dict(board.execute("SELECT scope_id, n FROM counters WHERE name = 'vectors'"))
    for done, (issue, group, number, version) in enumerate(lacking, 1):
        stamps[group] = stamps.get(group, 0) + 1
        board.execute("INSERT INTO issue_vectors (issue_id, group_id, number, version, engine, stamp, vector) VALUES (?, ?, ?, ?, ?, ?, ?)",
                      (issue, group, number, version, engine, stamps[group], perturbed(dice.choice(pool), words, dice)))
        if done % 1_000 == 0:
            print(f"{done} of {len(lacking)} filled in from {len(pool)} that were read", file=sys.stderr, flush=True)
    board.executemany("INSERT INTO counters (scope_id, name, n) VALUES (?, 'vectors', ?) ON CONFLICT (scope_id, name) DO UPDATE SET n = excluded.n",
                      stamps.items())
    board.commit()
    print(f"{len(pool)} issues were read by the model, {len(lacking)} have a perturbed vector", file=sys.stderr, flush=True)
    return len(pool), len(lacking)


class Server:
    def __init__(self, program, file):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        address = f"127.0.0.1:{self.port}"
        self.process = subprocess.Popen([program, "serve", "--database", f"sqlite:{file}", "--listen", address, "--public-url",
                                         f"http://{address}", "--behind-proxy", "--no-worker"], stdout=subprocess.DEVNULL)
        # The system's clock of another process's CPU: its number is made of the process's own.
        self.clock = (~self.process.pid << 3) | 2
        for _ in range(600):
            try:
                self.connection = http.client.HTTPConnection("127.0.0.1", self.port)
                if self.ask("GET", "/healthz")[0] == 200:
                    return
            except OSError:
                time.sleep(0.1)
        raise SystemExit("the server does not answer")

    def ask(self, method, path, body=None, headers=None):
        self.connection.request(method, path, body=body, headers=headers or {})
        response = self.connection.getresponse()
        return response.status, dict(response.getheaders()), response.read().decode(errors="replace")

    def cpu(self):
        return time.clock_gettime(self.clock) * 1000

    def resident(self):
        with open(f"/proc/{self.process.pid}/status") as status:
            return int(re.search(r"VmRSS:\s+(\d+)", status.read())[1]) / 1024


def line(name, taken):
    """Middle and 95th percentile of times and of CPU, in milliseconds."""
    def at(which, share):
        return sorted(one[which] for one in taken)[int(len(taken) * share)]
    print(f"| {name} | {len(taken)} | {at(0, .5):.1f} | {at(0, .95):.1f} | {at(1, .5):.1f} | {at(1, .95):.1f} |", flush=True)


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--program", default="target/release/brig")
    arguments.add_argument("--issues", type=int, default=10_000)
    arguments.add_argument("--requests", type=int, default=300)
    arguments.add_argument("--board", help="a folder in which the board is kept from one run to the next")
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        folder = given.board or os.path.join(folder, "board")
        about, file = os.path.join(folder, "about.json"), os.path.join(folder, "brig.db")
        if not os.path.exists(about):
            ready = build(given.program, given.issues, folder)
            read, filled = fill(file)
            with open(about, "w") as out:
                json.dump({"group": ready["group"], "token": ready["api_token"], "read": read, "filled": filled}, out)
        with open(about) as kept:
            board = json.load(kept)
        server, group = Server(given.program, file), board["group"]
        bearer = {"Authorization": f"Bearer {board['token']}", "Content-Type": "application/json"}
        key = re.search(r'name="form_key" value="([^"]+)"', server.ask("GET", f"/{group}/raise")[2])[1]

        def call(text, _):
            status, _, answer = server.ask("POST", f"/api/v1/{group}/issues/similar", json.dumps({"text": text}), bearer)
            assert status == 200 and len(json.loads(answer)["items"]) == 5, (status, answer[:300])

        def page(text, n):
            # Each from an address of its own: one person may not ask so often.
            headers = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin",
                       "X-Forwarded-For": f"198.51.{n // 250}.{n % 250 + 1}"}
            status, _, answer = server.ask("POST", f"/{group}/raise/similar", urllib.parse.urlencode({"form_key": key, "text": text}), headers)
            assert status in (200, 204), (status, answer[:300])
            return status

        rows, spoke = [], 0
        for name, ask, seed in [("API", call, 6), ("while typing, page", page, 7)]:
            taken = []
            for n, text in enumerate(texts(given.requests + 20, seed)):
                begun, spent = time.monotonic(), server.cpu()
                spoke += ask(text, n) == 200
                if n >= 20:
                    taken.append(((time.monotonic() - begun) * 1000, server.cpu() - spent))
            rows.append((name, taken))
        print(f"{board['read'] + board['filled']} issues with vectors, {board['filled']} of them perturbed copies; {os.cpu_count()} cores, "
              f"load {os.getloadavg()[0]:.1f}; {server.resident():.0f} MB resident; {spoke} of {given.requests + 20} calls of the page proposed something")
        print("| what | requests | middle, ms | 95th percentile, ms | CPU middle, ms | CPU 95th, ms |\n| --- | ---: | ---: | ---: | ---: | ---: |")
        for name, taken in rows:
            line(name, taken)
        server.process.terminate()
        server.process.wait(30)


if __name__ == "__main__":
    sys.exit(main())
