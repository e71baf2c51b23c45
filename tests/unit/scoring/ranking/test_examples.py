"""The examples in the docstrings run, and the package stands without Django."""

from __future__ import annotations

import doctest
import importlib
import pkgutil
import subprocess
import sys

import pytest

import scoring.ranking

MODULES = sorted(module.name for module in pkgutil.iter_modules(scoring.ranking.__path__, "scoring.ranking."))


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_give_what_they_show(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_some_examples_were_found() -> None:
    assert sum(doctest.testmod(importlib.import_module(name)).attempted for name in MODULES) > 15


def test_the_package_does_not_import_django() -> None:
    program = (
        f"import sys, {', '.join(MODULES)}; sys.exit('django' in sys.modules or 'celery' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
