"""Science runs in a notebook: no web framework, no database, no engine comes in with it."""

from __future__ import annotations

import pkgutil
import subprocess
import sys

import groundswell.science


def test_science_imports_neither_django_nor_the_rest_of_the_house():
    packages = pkgutil.walk_packages(groundswell.science.__path__, "groundswell.science.")
    modules = [
        module.name
        for module in packages
        if not module.name.endswith("conftest") and ".tests" not in module.name
    ]
    assert len(modules) > 30
    script = (
        f"import importlib, sys; [importlib.import_module(name) for name in {modules!r}]; "
        "print(sorted({name.split('.')[0] for name in sys.modules} & {'django', 'duckdb', 'pyarrow', 'sqlite3'}), "
        "sorted(n for n in sys.modules if n.startswith('groundswell.') and not n.startswith('groundswell.science')))"
    )
    shown = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[] []"
