import doctest
import importlib
import pkgutil
import subprocess
import sys

import pytest

import scoring.agreement

MODULES = [f"scoring.agreement.{module.name}" for module in pkgutil.iter_modules(scoring.agreement.__path__)]


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_in_the_docstrings_run(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_agreement_is_computed_without_django() -> None:
    assert len(MODULES) >= 10
    program = (
        f"import sys, {', '.join(MODULES)}; sys.exit('django' in sys.modules or 'pandas' in sys.modules)"
    )

    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
