"""Asks `usersig serve` for everything at once, for long, and watches its memory.

Started by `soak`, which builds what is measured and names it in the environment.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from statistics import mean

import services
from page import table

HERE = Path(__file__).resolve().parent
KEY = "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e"
APP = f"/v1/apps/{services.SDKAPPID}/"
CONNECTIONS, PAUSE, EVERY = 64, 15, 3


def slope(samples):
    """KiB a minute, by least squares."""
    at, kib = mean(one[0] for one in samples), mean(one[1] for one in samples)
    over = sum((second - at) * (resident - kib) for second, resident in samples)
    return 60 * over / sum((second - at) ** 2 for second, _ in samples)


def statuses(service):
    """How many requests were answered with which class of status, by the service's own counting."""
    with urllib.request.urlopen(f"http://127.0.0.1:{service.port}/metrics") as answer:
        text = answer.read().decode()
    found = {}
    for line in text.splitlines():
        if line.startswith("usersig_http_requests_total"):
            status = line.partition('status="')[2][:3]
            found[status] = found.get(status, 0) + int(float(line.rsplit(" ", 1)[1]))
    return found


def main():
    seconds = int(sys.argv[1]) if len(sys.argv) > 1 else 60
    with tempfile.TemporaryDirectory(prefix="usersig-soak-") as name:
        folder = Path(name)
        service = services.usersig(folder, KEY, ("issue", "verify", "admin"))
        try:
            # The rate limit of users remembers each of them for a while.
            service.post(APP.rstrip("/"), {"policy": {"user_per_minute": 1000}}, "PATCH")
            users = [f"user{number:06}" for number in range(1000)]
            _, answer = service.post(f"{APP}usersigs:batch", {"items": [{"userid": user} for user in users]})
            tickets = folder / "tickets"
            tickets.write_text("".join(
                json.dumps({"ticket": row["ticket"], "userid": row["userid"]}) + "\n"
                for row in json.loads(answer)["items"]))
            began, samples = time.monotonic(), []
            wrk = subprocess.Popen(
                ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "-s", str(HERE / "mixed.lua"),
                 f"http://127.0.0.1:{service.port}", "--", APP, str(tickets), str(PAUSE)],
                env={**os.environ, "TOKEN": service.token}, stdout=subprocess.PIPE, text=True)
            while wrk.poll() is None:
                samples.append((time.monotonic() - began, service.resident()))
                time.sleep(EVERY)
            found = json.loads(wrk.stdout.read().splitlines()[-1])
            counted = statuses(service)
        finally:
            service.end()

    if wrk.returncode or found["broken"] or counted.get("5xx"):
        raise SystemExit(f"not every request was answered: {found} {counted}")
    spent = found["microseconds"] / 1e6
    tenth = max(1, len(samples) // 10)
    parts = [samples[at:at + tenth] for at in range(0, tenth * 10, tenth) if samples[at:at + tenth]]
    later = samples[len(samples) // 2:]
    page = "\n\n".join([
        f"`benches/server/soak {seconds}`: tickets, PrivateMapKeys, verifications, batches of 20 and bad requests of six "
        f"kinds, mixed, each for another user, with a rate limit by user, on {CONNECTIONS} connections that pause "
        f"{PAUSE} ms between two requests.",
        table(["requests", "requests/s", "2xx", "4xx", "5xx", "broken"], [[
            f"{found['requests']:,}", f"{found['requests'] / spent:,.0f}",
            *(f"{counted.get(status, 0):,}" for status in ("2xx", "4xx", "5xx")), str(found["broken"])]]),
        "Memory, the most in each tenth of the time:",
        table(["until, s"] + [f"{part[-1][0]:.0f}" for part in parts],
              [["MiB"] + [f"{max(kib for _, kib in part) / 1024:.1f}" for part in parts]]),
        f"In the second half it moved between {min(kib for _, kib in later) / 1024:.1f} and "
        f"{max(kib for _, kib in later) / 1024:.1f} MiB, with a slope of {slope(later):+.0f} KiB a minute.",
    ])
    print(page)
    if seconds >= 300:
        keep = HERE / "RESULTS.md"
        before = keep.read_text().partition("\n## Soak\n")[0].rstrip() if keep.exists() else ""
        keep.write_text(f"{before}\n\n## Soak\n\n{page}\n")


main()
