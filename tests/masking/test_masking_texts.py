from __future__ import annotations

import subprocess
import sys

from models.messages import has_text
from models.observation import CoverKind, SurfaceKind
from verifier.masking.variants import DOUBTFUL, IDENTIFIERS, SURE


def test_every_code_has_a_chinese_name():
    keys = [f"masking.variant_{code}" for code in SURE | DOUBTFUL | IDENTIFIERS]
    keys += [f"checks.surface_{kind.value}" for kind in SurfaceKind]
    keys += [f"checks.cover_{kind.value}" for kind in CoverKind]
    assert [key for key in keys if not has_text(key)] == []


def test_variants_load_no_library():
    heavy = "{'cv2', 'numpy', 'opencc', 'pypinyin'}"
    code = f"import sys, verifier.masking.variants; print(sorted({heavy} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
