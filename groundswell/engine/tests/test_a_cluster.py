"""The same questions, from the same text, on a Spark cluster of one master and two workers: the same figures."""

import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from groundswell.engine import cubes
from groundswell.engine.building import build_cubes
from groundswell.engine.scan import counted

from .samples import EVERY_QUESTION, many_answers

JAVA = shutil.which("java")


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    store = many_answers(tmp_path_factory.mktemp("evidence"))
    yield store
    store.close()


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    """A master and two workers, processes of their own."""
    pytest.importorskip("pyspark", reason="pyspark is not installed")
    if JAVA is None:
        pytest.skip("there is no Java here; install openjdk-17-jre-headless")
    import pyspark

    from groundswell.engine.cluster import cluster_at

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
    environment = os.environ | {
        "SPARK_HOME": str(home),
        "SPARK_LOCAL_IP": "127.0.0.1",
        "PYSPARK_PYTHON": sys.executable,
        "SPARK_NO_DAEMONIZE": "1",
    }
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
        with cluster_at(
            url,
            **{
                "spark.driver.host": "127.0.0.1",
                "spark.driver.bindAddress": "127.0.0.1",
                "spark.sql.shuffle.partitions": "2",
                "spark.executor.memory": "512m",
            },
        ) as found:
            yield found
    finally:
        for process in running:
            process.kill()
            process.wait()


def _wait(log, words, *, times, seconds=60):
    end = time.monotonic() + seconds
    while log.read_text().count(words) < times:
        assert time.monotonic() < end, f"The cluster did not come up: {log.read_text()[-2000:]}"
        time.sleep(0.2)


def test_two_workers_give_the_same_figures(store, cluster):
    for dimensions, wanted in EVERY_QUESTION:
        here = counted(store.snapshot(), store.snapshot().segments, dimensions, wanted)
        there = cluster.counted(store.snapshot(), dimensions, wanted)
        assert there.keys.tolist() == here.keys.tolist(), (dimensions, wanted)
        assert there.counts.tolist() == here.counts.tolist(), (dimensions, wanted)


def test_cubes_built_by_the_cluster_answer_as_those_built_here(store, cluster, monkeypatch):
    monkeypatch.setattr(cubes, "FEWEST_ROWS_A_CELL", 1)
    answers = []
    for count in (None, cluster.count_cubes):
        assert build_cubes(store, count) == len(store.snapshot().cubes) > 3
        answers.append({name: view.base.counts.tolist() for name, view in store.snapshot().cubes.items()})
    assert answers[0] == answers[1]
