"""Measures `usersig bulk` against the engine alone, a plain write, and the published packages.

Started by `run`, which builds what is measured and names it in the environment.
"""

import contextlib
import fcntl
import json
import os
import platform
import pty
import re
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).resolve().parent
COMMAND = os.environ["USERSIG_COMMAND"]
KEY = "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e"
APPLICATION = ["--sdkappid", "1400000000", "--key-file", "key", "--now", "1700000000"]
FULL_ROWS = 10_000_000
ROUNDS = 3
# Peers are slow: their rates are of so many rows.
PYTHON_ROWS, GO_ROWS = 100_000, 300_000
CURVE_POINTS = 10


@dataclass
class Contestant:
    """A command that is run once in each round."""

    name: str
    command: list
    rows: int
    target: str
    threads: int = 0
    seconds: list = field(default_factory=list)
    user: list = field(default_factory=list)
    system: list = field(default_factory=list)
    memory: list = field(default_factory=list)

    def run(self, folder):
        # A file that is replaced would need its room twice.
        (folder / self.target).unlink(missing_ok=True)
        started = time.perf_counter()
        process = subprocess.Popen(self.command, cwd=folder, stdout=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            raise SystemExit(f"{self.name} ended with {process.returncode}")
        self.seconds.append(time.perf_counter() - started)
        self.user.append(usage.ru_utime)
        self.system.append(usage.ru_stime)
        self.memory.append(usage.ru_maxrss / 1024)

    def rate(self):
        return self.rows / statistics.median(self.seconds)

    def best(self):
        return self.rows / min(self.seconds)

    def nanoseconds(self, times):
        """A row's share of such times."""
        return 1e9 * statistics.median(times) / self.rows

    def cost(self):
        """Nanoseconds of processor time a row."""
        return self.nanoseconds([user + system for user, system in zip(self.user, self.system)])


def bulk(name, rows, operation, source, target, *more, threads=0):
    files = ["--input", source, "--output", target, "--no-progress"]
    limit = ["--threads", str(threads)] if threads else []
    return Contestant(name, [COMMAND, "bulk", operation, *APPLICATION, *files, *more, *limit], rows, target, threads)


def write_users(folder, rows):
    with open(folder / "users.csv", "w") as csv, open(folder / "users.ndjson", "w") as ndjson:
        csv.write("userid\n")
        for start in range(0, rows, 100_000):
            users = [f"user{number:08}" for number in range(start, min(rows, start + 100_000))]
            csv.write("\n".join(users) + "\n")
            ndjson.write("".join(f'{{"userid":"{user}"}}\n' for user in users))


def head(folder, name, lines):
    with open(folder / "users.csv") as every, open(folder / name, "w") as few:
        for _, line in zip(range(lines + 1), every):
            few.write(line)


def engine():
    """The engine's batch calls alone: nanoseconds on one core, and calls a second on all of them."""
    report = subprocess.run([COMMAND, "bench", "--json", "--milliseconds", "60"], capture_output=True, check=True)
    operations = {one["operation"]: one for one in json.loads(report.stdout)["operations"]}
    return {
        name: (operations[f"{name}, 1000 at once"]["nanoseconds"],
               operations[f"{name}, 1000 at once"]["all_cores_per_second"])
        for name in ("sign", "verify")
    }


def plain_write(folder, length):
    """Seconds of the processor for writing so many bytes that are there already."""
    block = os.urandom(4 << 20)
    before = os.times()
    with open(folder / "plain", "wb", buffering=0) as file:
        for start in range(0, length, len(block)):
            file.write(memoryview(block)[: min(len(block), length - start)])
        os.fsync(file.fileno())
    after = os.times()
    (folder / "plain").unlink()
    return after.user + after.system - before.user - before.system


def memory_curve(folder, contestant):
    """Resident memory in MiB at each tenth of a job's time."""
    (folder / contestant.target).unlink(missing_ok=True)
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
            time.sleep(0.01)

    watcher = threading.Thread(target=watch)
    watcher.start()
    process.wait()
    watcher.join()
    return [samples[len(samples) * at // CURVE_POINTS] for at in range(1, CURVE_POINTS)] + [max(samples)]


def transcript(folder):
    """What a person sees on a terminal: of the bar, the first sight behind each quarter, and the end."""
    line = [*APPLICATION, "--input", "users.csv", "--output", "t.parquet"]
    (folder / "t.parquet").unlink(missing_ok=True)
    reader, writer = pty.openpty()
    fcntl.ioctl(writer, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 120, 0, 0))
    process = subprocess.Popen([COMMAND, "bulk", "sign", *line], cwd=folder, stdout=writer, stderr=writer)
    os.close(writer)
    shown = b""
    # A terminal whose last writer has gone fails to be read.
    with contextlib.suppress(OSError):
        while part := os.read(reader, 1 << 16):
            shown += part
    process.wait()
    os.close(reader)
    # Colours are left out, and a move of the cursor begins another sight.
    plain = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "\r", re.sub(r"\x1b\[[0-9;]*m", "", shown.decode()))
    lines = [text.rstrip() for text in re.split(r"[\r\n]+", plain) if text.strip()]
    kept, quarter = [], 1
    for text in lines:
        percent = re.search(r" (\d+) %", text)
        if percent and quarter < 4 and int(percent[1]) >= 25 * quarter:
            kept.append(text)
            quarter += 1
        elif not percent:
            kept.append(text)
    return "\n".join([f"$ usersig bulk sign {' '.join(line)}", *kept, ""])


def machine():
    model = next((line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), "")
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores of {model}, {memory:.0f} GiB of memory"


def table(names, rows):
    lines = ["| " + " | ".join(names) + " |", "|" + " --- |" * len(names)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


def contestants(rows):
    jobs = []
    for threads in (0, 1):
        jobs += [
            bulk("sign CSV → Parquet", rows, "sign", "users.csv", "t.parquet", threads=threads),
            bulk("sign NDJSON → CSV", rows, "sign", "users.ndjson", "t.csv", threads=threads),
            bulk("verify Parquet → Parquet", rows, "verify", "t.parquet", "v.parquet", threads=threads),
            bulk("verify CSV → CSV, userid, valid and code", rows, "verify", "t.csv", "v.csv",
                 "--select", "userid,valid,code", threads=threads),
        ]
    python = [os.environ["USERSIG_PEER_PYTHON"], str(HERE / "peers/loop.py"), "python.csv", "p.csv"]
    go = [os.environ["USERSIG_PEER_GO"], "go.csv", "p.csv"]
    return jobs, [
        Contestant("Python", python, min(rows, PYTHON_ROWS), "p.csv"),
        Contestant("Go", go, min(rows, GO_ROWS), "p.csv"),
    ]


def main():
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else FULL_ROWS
    with tempfile.TemporaryDirectory(prefix="usersig-bulk-") as name:
        folder = Path(name)
        (folder / "key").write_text(KEY)
        write_users(folder, rows)
        jobs, peers = contestants(rows)
        head(folder, "python.csv", peers[0].rows)
        head(folder, "go.csv", peers[1].rows)
        head(folder, "tenth.csv", rows // 10)
        alone, plain = [], {job.name: [] for job in jobs}
        for _ in range(ROUNDS):
            for job in jobs + peers:
                # Beside every job, since a neighbour may take a core away at any time.
                if job in jobs:
                    alone.append(engine())
                job.run(folder)
                if job in jobs[:4]:
                    plain[job.name].append(plain_write(folder, (folder / job.target).stat().st_size))
        shown = transcript(folder)
        curves = {
            rows // 10: memory_curve(folder, bulk("", rows, "sign", "tenth.csv", "t.parquet")),
            rows: memory_curve(folder, bulk("", rows, "sign", "users.csv", "t.parquet")),
        }

    def of_engine(job, place):
        operation = job.name.partition(" ")[0]
        return statistics.median(one[operation][place] for one in alone)

    def job_row(job):
        one, every = of_engine(job, 0), of_engine(job, 1)
        beside = 1e9 / one if job.threads == 1 else every
        written = 1e9 * statistics.median(plain[job.name]) / rows
        return [job.name, str(job.threads or os.cpu_count()), f"{job.rate() / 1e6:.2f} M", f"{job.best() / 1e6:.2f} M",
                f"{beside / 1e6:.2f} M", f"{100 * job.rate() / beside:.0f} %",
                f"{job.cost():.0f}", f"{job.nanoseconds(job.system):.0f}", f"{one:.0f}", f"{written:.0f}",
                f"{100 * (1 - one / job.cost()):.0f} %", f"{max(job.memory):.0f}"]

    def peer_row(peer):
        return [peer.name, f"{peer.rows:,}", f"{peer.rate():,.0f}", f"{peer.cost():,.0f}",
                f"{jobs[0].rate() / peer.rate():.0f}×", f"{jobs[1].rate() / peer.rate():.0f}×"]

    second = statistics.median(1e-9 * one["sign"][0] * one["sign"][1] for one in alone)
    points = [f"{100 * at // CURVE_POINTS} %" for at in range(1, CURVE_POINTS)] + ["most"]
    curve_rows = [[f"{of:,}", *(f"{one:.0f}" for one in curve)] for of, curve in curves.items()]
    page = "\n\n".join([
        f"# Bulk, measured\n\nWritten by `benches/bulk/run`; [README.md](README.md) says what stands where.\n\n"
        f"{rows:,} rows, medians of {ROUNDS} rounds. {machine()}. The engine's batch call on all cores was "
        f"{second:.2f} times as fast as on one.",
        "## Jobs\n\n" + table(
            ["job", "threads", "rows/s", "best round", "engine alone", "of that", "ns a row", "in the system",
             "ns of the engine", "ns of a plain write", "share of file handling", "most memory, MiB"],
            [job_row(job) for job in jobs]),
        "## The published packages in a loop, all cores\n\n" + table(
            ["package", "rows", "rows/s", "ns a row", "ours, CSV → Parquet", "ours, NDJSON → CSV"],
            [peer_row(peer) for peer in peers]),
        "## Memory\n\nResident memory of signing CSV → Parquet, MiB, by the part of its time:\n\n"
        + table(["rows", *points], curve_rows),
        f"## Transcript\n\n```\n{shown}```",
    ])
    print(page)
    if rows == FULL_ROWS:
        (HERE / "RESULTS.md").write_text(page + "\n")


main()
