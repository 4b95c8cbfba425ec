"""Measures `usersig serve` against an echo of its own stack and services on the published packages.

Started by `run`, which builds what is measured and names it in the environment.
"""

import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

import services
from page import table

HERE = Path(__file__).resolve().parent
KEY = "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e"
APP = f"/v1/apps/{services.SDKAPPID}/"
CONNECTIONS, THREADS, USERS = 64, 2, 1000
FULL_ROUNDS, SECONDS = 5, 5


class Run:
    """One service asked for one thing, once in each round."""

    def __init__(self, service, path, bodies):
        self.service, self.path, self.bodies = service, path, bodies
        self.rates, self.costs, self.p50, self.p99 = [], [], [], []

    def go(self, seconds, keep=True):
        service = self.service
        before = service.processor()
        wrk = subprocess.run(
            ["wrk", f"-t{THREADS}", f"-c{CONNECTIONS}", f"-d{seconds}s", "-s", str(HERE / "requests.lua"),
             f"http://127.0.0.1:{service.port}", "--", self.path, str(self.bodies)],
            env={**os.environ, "TOKEN": service.token}, capture_output=True, text=True, check=True)
        spent = service.processor() - before
        found = json.loads(wrk.stdout.splitlines()[-1])
        if found["refused"] or found["broken"]:
            raise SystemExit(f"{service.name} {self.path}: {found}")
        if keep:
            self.rates.append(found["requests"] / found["microseconds"] * 1e6)
            self.costs.append(spent / found["requests"] * 1e6)
            self.p50.append(found["p50"] / 1000)
            self.p99.append(found["p99"] / 1000)

    def over(self, other):
        """The median of the ratios inside the rounds."""
        ratios = [mine / yours for mine, yours in zip(self.rates, other.rates)]
        return f"{median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})"

    def row(self, ours, yardstick):
        rate = f"{median(self.rates):,.0f} ({min(self.rates):,.0f} to {max(self.rates):,.0f})"
        times = "" if self is ours else ours.over(self)
        share = "" if self is yardstick else self.over(yardstick)
        latency = [f"{median(self.p50):.2f}", f"{median(self.p99):.2f}", f"{max(self.p99):.2f}"]
        return [self.service.name, rate, share, times, *latency, f"{median(self.costs):.1f}"]


def write_bodies(folder, name, values):
    path = folder / name
    path.write_text("".join(json.dumps(value, separators=(",", ":")) + "\n" for value in values))
    return path


def contests(ours, echo, node, go, folder):
    """Who is asked for what: for issuing and for verifying, ours first and then the echo."""
    users = [f"user{number:06}" for number in range(USERS)]
    issue = write_bodies(folder, "issue", [{"userid": user} for user in users])
    _, answer = ours.post(f"{APP}usersigs:batch", {"items": [{"userid": user} for user in users]})
    rows = json.loads(answer)["items"]
    tickets = [{"ticket": row["ticket"], "userid": row["userid"]} for row in rows]
    verify = write_bodies(folder, "verify", tickets)

    def length(service, path, value, check):
        status, answer = service.post(path, value)
        if status != 200 or not check(json.loads(answer)):
            raise SystemExit(f"{service.name} {path} answers {status} {answer}")
        return len(answer)

    def good(answer):
        return ours.post(f"{APP}usersigs:verify", {"ticket": answer["ticket"], "userid": users[0]})[0] == 200

    issued = length(ours, f"{APP}usersigs", {"userid": users[0]}, good)
    verified = length(ours, f"{APP}usersigs:verify", tickets[0], lambda answer: answer["valid"])
    for one in (node, go):
        length(one, "/usersigs", {"userid": users[0]}, good)
    length(go, "/usersigs:verify", tickets[0], lambda answer: answer["valid"])
    return {
        "issue": [Run(ours, f"{APP}usersigs", issue), Run(echo, f"/echo/{issued}", issue),
                  Run(node, "/usersigs", issue), Run(go, "/usersigs", issue)],
        "verify": [Run(ours, f"{APP}usersigs:verify", verify), Run(echo, f"/echo/{verified}", verify),
                   Run(go, "/usersigs:verify", verify)],
    }, (issued, verified)


def first_line(*command):
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.splitlines()[0].strip()


def machine(load):
    model = next(line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name"))
    return [
        f"processor: {model}, {os.cpu_count()} cores, {platform.machine()}; kernel {platform.release()}",
        f"load before the run: {load:.2f}",
        f"{first_line('rustc', '--version')}; {first_line('go', 'version')}; Node {first_line('node', '--version')}",
    ]


def main():
    quick = "--quick" in sys.argv[1:]
    rounds, seconds = (1, 2) if quick else (FULL_ROUNDS, SECONDS)
    load = os.getloadavg()[0]
    running = []
    with tempfile.TemporaryDirectory(prefix="usersig-server-") as name:
        folder = Path(name)
        try:
            for start in (lambda: services.usersig(folder, KEY), services.echo,
                          lambda: services.node(KEY), lambda: services.go(KEY)):
                running.append(start())
            runs, lengths = contests(*running, folder)
            everything = [run for contest in runs.values() for run in contest]
            for run in everything:
                run.go(1, keep=False)
            for number in range(rounds):
                # Each round begins with another contestant, so that none always follows the same one.
                for at in range(len(everything)):
                    everything[(at + number) % len(everything)].go(seconds)
            memory = running[0].resident()
        finally:
            for one in running:
                one.end()

    head = ["service", "requests/s", "÷ echo", "ours ÷ it", "p50, ms", "p99, ms", "worst p99, ms", "µs of processor"]
    parts = [
        "# The service under load\n\nWritten by `benches/server/run`; do not edit. [README.md](README.md) says "
        "what is measured and how.",
        f"{rounds} interleaved rounds of {seconds} s for each line, {CONNECTIONS} connections kept alive, "
        f"{USERS} UserIDs in turn. Medians, with the least and the most behind them; ratios are medians of the "
        "ratios inside the rounds. `µs of processor` is what the service itself spends on a request, user and system; "
        f"`wrk` with its {THREADS} threads shares the {os.cpu_count()} cores with what it measures, and takes the rest.",
    ]
    for title, what, length in (("Issue", "issue", lengths[0]), ("Verify", "verify", lengths[1])):
        contest = runs[what]
        parts += [f"## {title}\n\nAnswers of {length} bytes, the echo's too.",
                  table(head, [run.row(contest[0], contest[1]) for run in contest])]
    parts += [f"Memory of `usersig serve` after all rounds: {memory / 1024:.0f} MiB.",
              "## Machine\n\n" + "\n".join(f"- {line}" for line in machine(load))]
    page = "\n\n".join(parts)
    print(page)
    if not quick:
        keep = HERE / "RESULTS.md"
        soak = keep.read_text().partition("\n## Soak\n")[2] if keep.exists() else ""
        keep.write_text(page + "\n" + (f"\n## Soak\n{soak}" if soak else ""))


main()
