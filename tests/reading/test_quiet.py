"""No engine may talk to anybody or leave a trace in HOME, watched from outside Python as well as from inside."""

import os
import shutil
import subprocess
import sys
import textwrap

import pytest

from verifier.reading.engines import ENGINES

PROGRAM = textwrap.dedent(
    """
    import sys
    attempts = []

    def watch(event, arguments):
        if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto", "socket.sendmsg"):
            attempts.append((event, arguments[-1] if event == "socket.connect" else arguments[0]))

    def unroutable():
        "Packets of this network namespace that had nowhere to go: the kernel counts those of C libraries too."
        with open("/proc/net/snmp") as table:
            rows = [line.split() for line in table if line.startswith("Ip:")]
        return int(dict(zip(*rows))["OutNoRoutes"])

    sys.addaudithook(watch)
    before = unroutable()
    if sys.argv[1] == "control":
        import socket
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM).connect_ex(("192.0.2.1", 53))
    else:
        from verifier.reading.engines import create_engine
        import numpy as np
        engine = create_engine(sys.argv[1])
        engine.read(np.full((64, 256, 3), 255, dtype=np.uint8))
        engine.read_strip(np.full((48, 96, 3), 255, dtype=np.uint8))
    print(repr(attempts), unroutable() - before)
    """
)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        subprocess.run(["unshare", "-rn", "true"], capture_output=True, check=False).returncode != 0
        if shutil.which("unshare")
        else True,
        reason="this machine does not let us make a network namespace to watch",
    ),
]


def run(argument, home):
    environment = {name: value for name, value in os.environ.items() if name not in ("ORT_DISABLE_TELEMETRY",)}
    finished = subprocess.run(
        ["unshare", "-rn", sys.executable, "-c", PROGRAM, argument],
        env={**environment, "HOME": str(home)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert finished.returncode == 0, finished.stderr[-2000:]
    return finished.stdout.strip().splitlines()[-1], finished


def test_the_watch_sees_an_attempt(tmp_path):
    said, _ = run("control", tmp_path)

    assert said == "[('socket.connect', ('192.0.2.1', 53))] 1"


@pytest.mark.parametrize("name", sorted(ENGINES.keys() - {"tesseract"}))  # a program without a network of its own
def test_an_engine_is_silent_and_leaves_home_alone(name, tmp_path):
    said, finished = run(name, tmp_path)

    assert said == "[] 0"
    assert list(tmp_path.iterdir()) == []
    assert finished.stdout.strip() == said, "an engine printed something"
