"""Who may reach what: one row for every address. A new address without a row fails the test beside this file."""

from importlib import import_module
from pkgutil import iter_modules

from tests.security import rows
from tests.security.row import Row

ROWS: list[Row] = [
    row for module in iter_modules(rows.__path__) for row in import_module(f"{rows.__name__}.{module.name}").ROWS
]
