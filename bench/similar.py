#!/usr/bin/env python3
"""Measures a whole suggestion, "somebody has said this before", in a large group: POST /api/v1/{group}/issues/similar.

    cargo build --release && python3 bench/similar.py --issues 10000

Waits until every issue has been read by the sentence model (some twenty milliseconds each), then asks with texts that no
issue has, one after another on one connection. Tells the time that the answer took, and the CPU of the server's process.
"""
import argparse
import json
import os
import random
import sys
import tempfile
import time

from measure import Board

WHO = ["Practice", "Ward", "Clinic secretary", "GP", "Registrar", "District nurse", "Pharmacist", "Receptionist", "Consultant", "Midwife"]
WHAT = ["waits weeks for the letter of the last visit", "cannot find out who looks at the blood test", "is asked to write a note for work again",
        "does not know which medicines were stopped", "hears only from the patient that nobody will be seen", "rings three numbers and reaches nobody",
        "has a referral back without a reason", "is told to refer on by somebody who could", "cannot open the scan from here",
        "was not told of the new way to book"]
THEN = ["and the patient comes back twice.", "so nothing happens until somebody complains.", "which takes half a morning.", "and it was urgent.",
        "though we agreed otherwise last year."]


def texts(count):
    """So many short reports, always the same."""
    dice = random.Random(6)
    return [f"{dice.choice(WHO)} {dice.choice(WHAT)}, {dice.choice(WHAT)} {dice.choice(THEN)}" for _ in range(count)]


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--program", default="target/release/brig")
    arguments.add_argument("--issues", type=int, default=10_000)
    arguments.add_argument("--requests", type=int, default=300)
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        board = Board(given.program, given.issues, os.path.join(folder, "board"))
        group, token = board.ready["group"], board.ready["api_token"]
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}

        def ask(text):
            begun = time.monotonic()
            status, _, answer = board.ask("POST", f"/api/v1/{group}/issues/similar", json.dumps({"text": text}), headers)
            assert status == 200, (status, answer[:300])
            return (time.monotonic() - begun) * 1000, json.loads(answer)

        # The schedule reads some thousands of issues each few minutes: all are read once the process has nothing to do.
        quiet, before = 0, board.cpu()
        while quiet < 20:
            time.sleep(10)
            now = board.cpu()
            quiet, before = (quiet + 1 if now - before < 0.2 else 0), now
        for text in texts(20):
            ask(text)
        begun, times = board.cpu(), []
        for text in texts(given.requests):
            taken, answer = ask(text)
            times.append(taken)
        spent = (board.cpu() - begun) / given.requests * 1000
        times.sort()
        print(f"{given.issues} generated issues, {os.cpu_count()} cores, engine {answer['engine']}, {board.resident():.0f} MB resident")
        print("| requests | middle, ms | 95th percentile, ms | CPU, ms |\n| ---: | ---: | ---: | ---: |")
        print(f"| {len(times)} | {times[len(times) // 2]:.1f} | {times[len(times) * 95 // 100]:.1f} | {spent:.1f} |")
        board.stop()


if __name__ == "__main__":
    sys.exit(main())
