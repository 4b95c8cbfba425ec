#!/usr/bin/env python3
"""Times a program beside the published Go package, round by round, and prints medians.

    beside_go.py LANGUAGE PROGRAM

PROGRAM answers a line with the name of an operation by nanoseconds per ticket. The published
package of C, C++ and Objective-C is source code that no registry has; Go's published package is
the fastest published verifier, and stands for "theirs".
"""

import json
import pathlib
import statistics
import subprocess
import sys
import time

KEY = "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e"
REQUEST = {"sdkappid": 1400000000, "key": KEY, "userid": "xiaojun", "userbuf": None}
ROUNDS = 15
ITERATIONS = 2000


def start(*command):
    """A process that answers one line by one line."""
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def ask(process, line):
    process.stdin.write(line + "\n")
    process.stdin.flush()
    answer = process.stdout.readline()
    if not answer:
        sys.exit(f"no answer to {line}")
    return answer


def main():
    language, program = sys.argv[1:3]
    peers = pathlib.Path(__file__).resolve().parents[3] / "peers" / "run"
    ours, theirs = start(program), start(str(peers), "go")
    ticket = json.loads(ask(theirs, json.dumps({"op": "sign", "expire": 15552000, **REQUEST})))["usersig"]
    requests = {
        "sign": {"op": "bench", "what": "sign", "iterations": ITERATIONS, "expire": 15552000, **REQUEST},
        "verify": {"op": "bench", "what": "verify", "iterations": ITERATIONS, "usersig": ticket,
                   "now": int(time.time()), **REQUEST},
    }
    rows = {"sign": "sign", "verify": "verify", "sign_many": "sign", "verify_many": "verify"}
    samples = {row: ([], []) for row in rows}
    for _ in range(ROUNDS):
        for row, what in rows.items():
            samples[row][0].append(float(ask(ours, row)))
            timing = json.loads(ask(theirs, json.dumps(requests[what])))
            samples[row][1].append(timing["ns"] / timing["iterations"])
    print("language op ours_ns theirs_ns ratio   (theirs: the published Go package, one ticket per call)")
    for row, (mine, other) in samples.items():
        mine, other = statistics.median(mine), statistics.median(other)
        print(f"{language} {row.replace('_', '-')} {mine:.0f} {other:.0f} {other / mine:.1f}")


main()
