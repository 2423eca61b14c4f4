"""The same questions, from the same text, on a Spark cluster of one master and two workers, processes of their own."""

import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from .samples import many_answers

JAVA = shutil.which("java")
FRUGAL = {"JAVA_TOOL_OPTIONS": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"}
"""Each of the five virtual machines lives for seconds: what it would compile thoroughly and sweep in parallel is never earned back."""


@pytest.fixture
def cluster(tmp_path_factory):
    """A master and two workers, processes of their own."""
    pytest.importorskip("pyspark", reason="pyspark is not installed")
    if JAVA is None:
        pytest.skip("there is no Java here; install openjdk-17-jre-headless")
    import pyspark

    home, logs = Path(pyspark.__file__).parent, tmp_path_factory.mktemp("cluster")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url = f"spark://127.0.0.1:{port}"
    deploy = "org.apache.spark.deploy"
    words = [
        [f"{deploy}.master.Master", "--host", "127.0.0.1", "--port", str(port), "--webui-port", "0"],
        *[
            [
                f"{deploy}.worker.Worker",
                "--host",
                "127.0.0.1",
                "-c",
                "1",
                "-m",
                "1g",
                "--webui-port",
                "0",
                "-d",
                str(logs / name),
                url,
            ]
            for name in ("one", "two")
        ],
    ]
    environment = (
        os.environ
        | FRUGAL
        | {
            "SPARK_HOME": str(home),
            "SPARK_LOCAL_IP": "127.0.0.1",
            "PYSPARK_PYTHON": sys.executable,
            "SPARK_NO_DAEMONIZE": "1",
        }
    )
    running = []
    try:
        for place, command in enumerate(words):
            with (logs / f"{place}.log").open("w") as log:
                running.append(
                    subprocess.Popen(
                        [str(home / "bin/spark-class"), *command], env=environment, stdout=log, stderr=log
                    )
                )
        _wait(logs / "0.log", "Registering worker", times=2)
        yield url
    finally:
        for process in running:
            process.kill()
            process.wait()


def _wait(log, words, *, times, seconds=240):
    end = time.monotonic() + seconds
    while log.read_text().count(words) < times:
        assert time.monotonic() < end, f"The cluster did not come up: {log.read_text()[-2000:]}"
        time.sleep(0.2)


@pytest.mark.once
def test_two_workers_give_the_same_figures_and_cubes(cluster, tmp_path):
    many_answers(tmp_path).close()
    words = [sys.executable, "-m", "groundswell.engine.tests.on_a_cluster", cluster, str(tmp_path)]
    done = subprocess.run(words, env=os.environ | FRUGAL, capture_output=True, text=True, timeout=900)
    assert done.returncode == 0, done.stderr[-3000:]
    assert done.stdout.splitlines()[-1] == "28 questions, 26 with an answer, 12 cubes"
