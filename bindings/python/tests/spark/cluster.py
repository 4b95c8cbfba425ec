"""A standalone Spark cluster on the loopback interface: a master and workers, each its own process."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar
from urllib.request import urlopen

import pyspark

HOME = Path(pyspark.__file__).parent
LOOPBACK = "127.0.0.1"
EXECUTOR_MEMORY = "512m"
LONGEST_WAIT = 180
"""Seconds. A wait that is over later has failed."""

T = TypeVar("T")


class Cluster:
    """Started processes, and what they say about themselves. Every one of them is ended by `close`."""

    def __init__(self, folder: Path, workers: int, environment: Mapping[str, str]) -> None:
        self.folder = folder
        self._started: list[subprocess.Popen[bytes]] = []
        (folder / "events").mkdir(parents=True)
        self._environment = {
            **os.environ,
            "SPARK_HOME": str(HOME),
            "SPARK_LOCAL_IP": LOOPBACK,
            "SPARK_LOCAL_DIRS": str(folder / "local"),
            "SPARK_DAEMON_MEMORY": "256m",
            "PYSPARK_PYTHON": sys.executable,
        }
        port, self._status = free_port(), free_port()
        self.url = f"spark://{LOOPBACK}:{port}"
        here = ("--host", LOOPBACK)
        ports = ("--port", str(port), "--webui-port", str(self._status))
        self._daemon("master", "org.apache.spark.deploy.master.Master", *here, *ports)
        wait_for(lambda: self.status()["status"] == "ALIVE")
        resources = ("--cores", "1", "--memory", "1g", "--work-dir", str(folder / "work"))
        self.workers = [
            self._daemon(
                f"worker-{number}", "org.apache.spark.deploy.worker.Worker", *here, *resources,
                "--webui-port", str(free_port()), self.url, environment=environment,
            )
            for number in range(workers)
        ]  # fmt: skip
        wait_for(lambda: self.status()["aliveworkers"] == workers)

    def status(self) -> dict[str, Any]:
        """What the master says."""
        return read_json(f"http://{LOOPBACK}:{self._status}/json/")

    def submit(self, name: str, script: Path, *arguments: str, master: str | None = None) -> Application:
        """Hands an application in, by `spark-submit`: to this cluster, or to another master."""
        port = free_port()
        settings = {
            "spark.app.name": name,
            "spark.driver.host": LOOPBACK,
            "spark.driver.bindAddress": LOOPBACK,
            "spark.driver.memory": "512m",
            "spark.executor.cores": "1",
            "spark.executor.memory": EXECUTOR_MEMORY,
            "spark.ui.port": str(port),
            "spark.eventLog.enabled": "true",
            "spark.eventLog.compress": "false",
            "spark.eventLog.dir": (self.folder / "events").as_uri(),
        }
        options = [part for item in settings.items() for part in ("--conf", "=".join(item))]
        command = [HOME / "bin/spark-submit", "--master", master or self.url, *options, script, *arguments]
        return Application(self._start(name, command, {}), port)

    def kill(self, worker: subprocess.Popen[bytes]) -> None:
        """Takes a worker away with its executor, as when its machine is lost."""
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()

    def log(self, name: str) -> Path:
        """Where a process writes."""
        return self.folder / "logs" / f"{name}.log"

    def close(self) -> None:
        """Ends every process that was started, and those that these have started."""
        for process in reversed(self._started):
            if process.poll() is None:
                process.terminate()
        sessions = {process.pid for process in self._started}
        deadline = time.monotonic() + 20
        while alive := [pid for pid in processes() if session(pid) in sessions]:
            if time.monotonic() > deadline:
                for pid in alive:
                    os.kill(pid, signal.SIGKILL)
            for process in self._started:
                process.poll()
            time.sleep(0.1)

    def _daemon(
        self, name: str, main: str, *arguments: str, environment: Mapping[str, str] | None = None
    ) -> subprocess.Popen[bytes]:
        return self._start(name, [HOME / "bin/spark-class", main, *arguments], environment or {})

    def _start(
        self, name: str, command: list[Any], environment: Mapping[str, str]
    ) -> subprocess.Popen[bytes]:
        self.log(name).parent.mkdir(exist_ok=True)
        with self.log(name).open("wb") as log:
            process = subprocess.Popen(
                command,
                env={**self._environment, **environment},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                # A session of its own tells which processes came from it.
                start_new_session=True,
            )
        self._started.append(process)
        return process


class Application:
    """An application that was handed in, while its driver runs."""

    def __init__(self, process: subprocess.Popen[bytes], port: int) -> None:
        self.process = process
        self._root = f"http://{LOOPBACK}:{port}"

    def page(self, path: str) -> str:
        """A page that a person would look at."""
        return read(f"{self._root}/{path}")

    def report(self, path: str) -> Any:
        """What its REST interface says."""
        api = f"{self._root}/api/v1/applications"
        (application,) = read_json(api)
        return read_json(f"{api}/{application['id']}/{path}")

    def executors(self) -> list[dict[str, Any]]:
        """The executors that there are or were."""
        return [executor for executor in self.report("allexecutors") if executor["id"] != "driver"]

    def check(self) -> None:
        """Raises when the driver has ended."""
        assert self.process.poll() is None, "the driver has ended"


@contextmanager
def cluster(folder: Path, workers: int, environment: Mapping[str, str]) -> Iterator[Cluster]:
    """A cluster that is ended whatever happens. The workers alone have this environment."""
    started = Cluster.__new__(Cluster)
    try:
        started.__init__(folder, workers, environment)  # type: ignore[misc]
        yield started
    finally:
        started.close()


def wait_for(condition: Callable[[], T]) -> T:
    """Asks until the answer is yes."""
    deadline = time.monotonic() + LONGEST_WAIT
    while True:
        try:
            if answer := condition():
                return answer
        except (OSError, ValueError):
            # It does not answer yet.
            pass
        assert time.monotonic() < deadline, "waited for too long"
        time.sleep(0.05)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as listener:
        listener.bind((LOOPBACK, 0))
        return int(listener.getsockname()[1])


def read(url: str) -> str:
    with urlopen(url, timeout=20) as answer:
        return str(answer.read(), "utf-8")


def read_json(url: str) -> Any:
    return json.loads(read(url))


def processes() -> list[int]:
    """The processes of this machine."""
    return [int(entry) for entry in os.listdir("/proc") if entry.isdigit()]


def session(pid: int) -> int | None:
    """The session that a process belongs to; None if it has ended."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return None if state[0] in "ZX" else int(state[3])
