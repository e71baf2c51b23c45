"""Many rows into a table at once, past the instances that ``bulk_create`` prepares value by value.

For tables that take hundreds of thousands of rows. The caller stands in a transaction, and gives every
column that has no default in the database, in the form the database keeps; JSON is written here.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db import connection, models

Row = tuple[Any, ...]


def insert_rows(
    model: type[models.Model], names: Sequence[str], rows: Iterable[Row], *, skip_existing: bool = False
) -> None:
    """Insert ``rows``, whose values stand in the order of the fields ``names``.

    ``skip_existing`` leaves out what a unique constraint has already, as ``ignore_conflicts`` does.
    """
    fields: list[Any] = [model._meta.get_field(name) for name in names]
    ready = _with_json(fields, rows)
    quote = connection.ops.quote_name
    table = quote(model._meta.db_table)
    columns = ", ".join(quote(field.column) for field in fields)
    if connection.vendor == "postgresql" and not skip_existing:
        _copy(f"COPY {table} ({columns}) FROM STDIN", ready)
        return
    marks = ", ".join(["%s"] * len(fields))
    conflicts = " ON CONFLICT DO NOTHING" if skip_existing else ""
    with connection.cursor() as cursor:
        # Only names of tables and columns; every value is a parameter.
        cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks}){conflicts}", list(ready))  # noqa: S608


def _with_json(fields: Sequence[Any], rows: Iterable[Row]) -> Iterator[Row]:
    places = [place for place, field in enumerate(fields) if isinstance(field, models.JSONField)]
    for row in rows:
        if not places:
            yield row
            continue
        values = list(row)
        for place in places:
            values[place] = json.dumps(values[place])
        yield tuple(values)


def _copy(command: str, rows: Iterable[Row]) -> None:
    # The driver's own method is used, whose errors have to become Django's.
    with connection.cursor() as cursor, connection.wrap_database_errors, cursor.copy(command) as copy:
        for row in rows:
            copy.write_row(row)


def refresh_statistics(*written: type[models.Model]) -> None:
    """Tell the planner how large these tables have become; without it SQLite takes null for rare."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA analysis_limit = 1000")
        for model in written:
            cursor.execute(f"ANALYZE {connection.ops.quote_name(model._meta.db_table)}")
