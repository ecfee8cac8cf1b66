import re
import subprocess
from pathlib import Path

import pytest

from verifier.reading.tesseract import PACKAGES

ROOT = Path(__file__).parents[2]
SETUP = ROOT / "scripts" / "setup.sh"


def test_the_set_up_is_a_script_that_bash_can_read():
    assert subprocess.run(["bash", "-n", str(SETUP)], check=False).returncode == 0


@pytest.mark.parametrize(("target", "flags"), [("test", " --tests"), ("test-fast", ""), ("demo", ""), ("serve", "")])
def test_only_the_whole_suite_asks_for_what_tests_want(target, flags):
    told = subprocess.run(["make", "-n", target], cwd=ROOT, capture_output=True, text=True, check=True).stdout

    assert re.findall(r"scripts/setup\.sh(.*)", told)[0].rstrip() == flags


def test_the_packages_that_the_engine_names_are_those_that_the_set_up_installs():
    assert PACKAGES in SETUP.read_text(encoding="utf-8")
