"""A process keeps to one core: threads of two workers on the same cores wait for each other by spinning."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
COUNT = "import climed_eval.settings, numpy, os; print(len(os.listdir('/proc/self/task')))"


def count_threads(home: Path, **variables: str) -> int:
    kept = {name: value for name, value in os.environ.items() if not name.endswith("_NUM_THREADS")}
    env = {**kept, "CLIMED_HOME": str(home), **variables}
    done = subprocess.run(
        [sys.executable, "-c", COUNT], cwd=ROOT, env=env, capture_output=True, text=True, check=True
    )
    return int(done.stdout)


def test_a_process_computes_in_one_thread_unless_it_is_told_otherwise(tmp_path: Path) -> None:
    assert count_threads(tmp_path) == 1
    assert count_threads(tmp_path, OPENBLAS_NUM_THREADS="2") == min(2, os.cpu_count() or 1)
