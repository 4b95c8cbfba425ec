"""Starts the services that are measured, and ends them."""

import json
import os
import secrets
import signal
import socket
import subprocess
import time
import urllib.request
from pathlib import Path

HERE = Path(__file__).resolve().parent
COMMAND = os.environ["USERSIG_COMMAND"]
SDKAPPID = 1400000000
TICK = os.sysconf("SC_CLK_TCK")


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Service:
    """A process that listens on loopback, and the processes that it starts."""

    def __init__(self, name, command, port, token="", environment=None):
        self.name, self.port, self.token = name, port, token
        # Without what else is set for `usersig`, here or by the caller.
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("USERSIG_")}
        self.process = subprocess.Popen(
            command, env={**inherited, **(environment or {})}, stdout=subprocess.DEVNULL, start_new_session=True)
        deadline = time.monotonic() + 30
        while True:
            try:
                socket.create_connection(("127.0.0.1", port)).close()
                return
            except OSError:
                if self.process.poll() is not None or time.monotonic() > deadline:
                    raise SystemExit(f"{name} does not listen") from None
                time.sleep(0.05)

    def post(self, path, value, method="POST"):
        """The status and the bytes of an answer."""
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}{path}", json.dumps(value, separators=(",", ":")).encode(),
            {"Content-Type": "application/json", "Authorization": f"Bearer {self.token}"}, method=method)
        with urllib.request.urlopen(request) as answer:
            return answer.status, answer.read()

    def processes(self):
        """The process and its children."""
        found, more = [], [self.process.pid]
        while more:
            one = more.pop()
            found.append(one)
            for task in Path(f"/proc/{one}/task").iterdir():
                more += map(int, (task / "children").read_text().split())
        return found

    def processor(self):
        """Seconds of processor time since the start, user and system."""
        ticks = 0
        for one in self.processes():
            fields = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
        return ticks / TICK

    def resident(self):
        """Memory in use, KiB."""
        total = 0
        for one in self.processes():
            for line in Path(f"/proc/{one}/status").read_text().splitlines():
                if line.startswith("VmRSS:"):
                    total += int(line.split()[1])
        return total

    def end(self):
        os.killpg(self.process.pid, signal.SIGTERM)
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


def usersig(folder, key, scopes=("issue", "verify")):
    """`usersig serve` on a new data folder, with one application and a token for it."""
    data = ["--data", str(folder / "data")]

    def run(*words, **more):
        done = subprocess.run([COMMAND, *words, *data, "--json"], capture_output=True, text=True, check=True, **more)
        return json.loads(done.stdout)

    run("app", "import", str(SDKAPPID), "--name", "Load", env={**os.environ, "USERSIG_KEY": key})
    scopes = [word for scope in scopes for word in ("--scope", scope)]
    made = run("token", "create", "--name", "load", *scopes, "--app", str(SDKAPPID))
    port = free_port()
    command = [COMMAND, "serve", *data, "--listen", f"127.0.0.1:{port}"]
    for setting in ("first_start=false", "log.level=warn"):
        command += ["--set", setting]
    return Service("usersig serve", command, port, made["secret"])


def echo():
    port = free_port()
    return Service("echo of the same stack", [os.environ["USERSIG_ECHO"], str(port)], port)


def peer(name, command, key):
    port, token = free_port(), secrets.token_hex(16)
    return Service(name, command, port, token, {"PORT": str(port), "KEY": key, "TOKEN": token})


def node(key):
    return peer("Node, `tls-sig-api-v2`", ["node", str(HERE / "peers/node/service.js")], key)


def go(key):
    return peer("Go, `tls-sig-api-v2-golang`", [os.environ["USERSIG_PEER_GO"]], key)
