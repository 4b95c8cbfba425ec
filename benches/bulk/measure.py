"""Measures `usersig bulk` against the engine alone and the published packages.

Started by `run`, which builds what is measured and names it in the environment.
"""

import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).resolve().parent
COMMAND = os.environ["USERSIG_COMMAND"]
KEY = "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e"
APPLICATION = ["--sdkappid", "1400000000", "--key-file", "key", "--now", "1700000000", "--no-progress"]
FULL_ROWS = 10_000_000
# Peers are slow: they take a part of the rows.
PEER_SHARE = 20


@dataclass
class Contestant:
    """A command that is run once in each round."""

    name: str
    command: list
    rows: int
    seconds: list = field(default_factory=list)
    processor: list = field(default_factory=list)
    memory: list = field(default_factory=list)

    def run(self, folder):
        started = time.perf_counter()
        process = subprocess.Popen(self.command, cwd=folder, stdout=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            raise SystemExit(f"{self.name} ended with {process.returncode}")
        self.seconds.append(time.perf_counter() - started)
        self.processor.append(usage.ru_utime + usage.ru_stime)
        self.memory.append(usage.ru_maxrss / 1024)

    def rate(self):
        return self.rows / statistics.median(self.seconds)

    def cost(self):
        """Nanoseconds of processor time a row."""
        return 1e9 * statistics.median(self.processor) / self.rows


def bulk(name, rows, operation, source, target, *more):
    files = ["--input", source, "--output", target]
    return Contestant(name, [COMMAND, "bulk", operation, *APPLICATION, *files, *more], rows)


def write_users(folder, rows):
    with open(folder / "users.csv", "w") as csv, open(folder / "users.ndjson", "w") as ndjson:
        csv.write("userid\n")
        for start in range(0, rows, 100_000):
            users = [f"user{number:08}" for number in range(start, min(rows, start + 100_000))]
            csv.write("\n".join(users) + "\n")
            ndjson.write("".join(f'{{"userid":"{user}"}}\n' for user in users))
    with open(folder / "users.csv") as all_users, open(folder / "few.csv", "w") as few:
        for _, line in zip(range(rows // PEER_SHARE + 1), all_users):
            few.write(line)


def engine():
    """Nanoseconds of the engine's batch calls alone: on one core, and a row on all of them."""
    report = subprocess.run([COMMAND, "bench", "--json", "--milliseconds", "500"], capture_output=True, check=True)
    operations = {one["operation"]: one for one in json.loads(report.stdout)["operations"]}
    return {
        name: (operations[f"{name}, 1000 at once"]["nanoseconds"],
               operations[f"{name}, 1000 at once"]["all_cores_per_second"])
        for name in ("sign", "verify")
    }


def memory_curve(folder, contestant):
    """Resident memory in MiB at each tenth of a job."""
    process = subprocess.Popen(contestant.command, cwd=folder, stdout=subprocess.DEVNULL)
    samples = []

    def watch():
        while process.poll() is None:
            try:
                status = Path(f"/proc/{process.pid}/status").read_text()
            except OSError:
                break
            for line in status.splitlines():
                if line.startswith("VmRSS:"):
                    samples.append(int(line.split()[1]) / 1024)
            time.sleep(0.02)

    watcher = threading.Thread(target=watch)
    watcher.start()
    process.wait()
    watcher.join()
    steps = max(1, len(samples) // 10)
    return [max(samples[at:at + steps]) for at in range(0, len(samples), steps)][:10]


def table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|" + " --- |" * len(head)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


def main():
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else FULL_ROWS
    rounds = 3
    cores = os.cpu_count()
    with tempfile.TemporaryDirectory(prefix="usersig-bulk-") as name:
        folder = Path(name)
        (folder / "key").write_text(KEY)
        write_users(folder, rows)
        few = rows // PEER_SHARE
        jobs = [
            bulk("sign CSV → Parquet", rows, "sign", "users.csv", "t.parquet"),
            bulk("sign NDJSON → CSV", rows, "sign", "users.ndjson", "t.csv"),
            bulk("sign CSV → CSV, userid and usersig", rows, "sign", "users.csv", "u.csv", "--select", "userid,usersig"),
            bulk("verify Parquet → Parquet", rows, "verify", "t.parquet", "v.parquet"),
            bulk("verify CSV → CSV, userid, valid and code", rows, "verify", "u.csv", "v.csv",
                 "--select", "userid,valid,code"),
        ]
        single = [
            bulk(f"{jobs[0].name}, one thread", rows, "sign", "users.csv", "s.parquet", "--threads", "1"),
        ]
        peers = [
            Contestant("Python package in a loop, all cores",
                       [os.environ["USERSIG_PEER_PYTHON"], str(HERE / "peers/loop.py"), "few.csv", "p.csv"], few),
            Contestant("Go package in a loop, all cores", [os.environ["USERSIG_PEER_GO"], "few.csv", "g.csv"], few),
        ]
        alone = []
        for _ in range(rounds):
            alone.append(engine())
            for contestant in jobs + single + peers:
                contestant.run(folder)
        curve = memory_curve(folder, jobs[0])

    def of_engine(job):
        operation = "verify" if job.name.startswith("verify") else "sign"
        return statistics.median(one[operation][0] for one in alone)

    def job_row(job):
        share = 1 - of_engine(job) / job.cost()
        return [job.name, f"{job.rate() / 1e6:.2f} M", f"{job.cost():.0f}", f"{of_engine(job):.0f}",
                f"{100 * share:.0f} %", f"{max(job.memory):.0f}"]

    def peer_row(peer):
        return [peer.name, f"{peer.rate():,.0f}", f"{peer.cost():,.0f}", f"{jobs[2].rate() / peer.rate():.0f}×"]

    page = "\n\n".join([
        f"# Bulk, measured\n\n`benches/bulk/run`: {rows:,} rows, {cores} cores, medians of {rounds} rounds, "
        f"{platform.system()} {platform.machine()}.",
        table(["job", "rows/s", "ns a row, processor", "ns of the engine alone", "share of file handling",
               "most memory, MiB"], [job_row(job) for job in jobs + single]),
        table(["published package", "rows/s", "ns a row, processor", "ours, CSV → CSV"],
              [peer_row(peer) for peer in peers]),
        f"Memory of {jobs[0].name} at each tenth of the job, MiB: " + ", ".join(f"{one:.0f}" for one in curve) + ".",
    ])
    print(page)
    if rows == FULL_ROWS:
        (HERE / "RESULTS.md").write_text(page + "\n")


main()
