"""A leaderboard document as CSV, Markdown and LaTeX.

The CSV has every number in full, one row a model; the other two are for reading: one decimal, the interval
beside the overall score, and the combined score (marked) where a scenario has one.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from scoring.presentation.cells import (
    DASH,
    MINUS,
    interval,
    place,
    rank_interval,
    rated_columns,
    shown_columns,
    shown_score,
)

Document = Mapping[str, Any]
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
LATEX = {
    "\\": r"\textbackslash{}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    MINUS: "$-$",
    DASH: "--",
}


def neutralise(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def to_csv(document: Document) -> str:
    """Every number with its interval; an undefined one is an empty cell."""
    written = io.StringIO()
    records = [dict(_fields(row, document)) for row in document["rows"]]
    names = list(dict.fromkeys(name for record in records for name in record))
    writer = csv.DictWriter(written, names, lineterminator="\r\n")
    writer.writeheader()
    for record in records:
        writer.writerow({name: _csv_cell(value) for name, value in record.items()})
    return written.getvalue()


def _csv_cell(value: Any) -> str | float | int:
    if value is None:
        return ""
    return neutralise(value) if isinstance(value, str) else value


def _fields(row: Document, document: Document) -> Iterator[tuple[str, Any]]:
    yield "rank", row["rank"]
    yield from _ends("rank", row["rank_interval"])
    yield "model", row["model"]
    yield from _with_interval("overall", row["overall"], row["ci"])
    yield "letters", row["letters"]
    yield "win_rate", row["win_rate"]
    yield "missing", " ".join(row["missing"])
    rated = rated_columns(document)
    for code in shown_columns(document):
        cell = row["scenarios"][code]
        yield from _with_interval(f"{code}_automatic", cell["automatic"], cell.get("automatic_ci"))
        if code in rated:
            yield f"{code}_automatic_on_rated", cell["automatic_on_rated"]
            yield from _with_interval(f"{code}_human", cell["human"], cell.get("human_ci"))
            yield f"{code}_human_adjusted", cell["human_adjusted"]
            yield from _with_interval(f"{code}_combined", cell["combined"], cell.get("combined_ci"))
        yield f"{code}_n", cell["n"]
    for name in document["capabilities"]:
        yield from _with_interval(name, row["capabilities"][name], row["capabilities_ci"][name])


def _with_interval(name: str, value: Any, pair: Sequence[float] | None) -> Iterator[tuple[str, Any]]:
    yield name, value
    yield from _ends(name, pair)


def _ends(name: str, pair: Sequence[float] | None) -> Iterator[tuple[str, Any]]:
    low, high = pair or (None, None)
    yield f"{name}_low", low
    yield f"{name}_high", high


def to_markdown(document: Document) -> str:
    head, rows = _reading_table(document, mark="\\*")
    escaped = [[_markdown(cell) for cell in row] for row in rows]
    lines = [
        f"| {' | '.join(_markdown(name) for name in head)} |",
        f"|{'|'.join([' ---: ', ' --- ', *[' ---: '] * (len(head) - 2)])}|",
        *(f"| {' | '.join(row)} |" for row in escaped),
    ]
    return "\n".join([*lines, "", *_sentences(document, mark="\\*")]) + "\n"


def _markdown(text: str) -> str:
    for character in "|_<`[]":
        text = text.replace(character, f"\\{character}")
    return " ".join(text.split())


def to_latex(document: Document) -> str:
    """A `booktabs` table. Chinese names want XeLaTeX or LuaLaTeX with a Chinese font (package `ctex`)."""
    head, rows = _reading_table(document, mark="@mark@")
    body = [" & ".join(_latex(cell) for cell in row) + r" \\" for row in rows]
    lines = [
        r"% \usepackage{booktabs}; Chinese names: XeLaTeX or LuaLaTeX with \usepackage{ctex}",
        *(f"% {sentence}" for sentence in _sentences(document, mark="*")),
        rf"\begin{{tabular}}{{rl{'r' * (len(head) - 2)}}}",
        r"\toprule",
        " & ".join(_latex(name) for name in head) + r" \\",
        r"\midrule",
        *body,
        r"\bottomrule",
        r"\end{tabular}",
    ]
    return "\n".join(lines).replace("@mark@", r"$^{*}$") + "\n"


def _latex(text: str) -> str:
    return "".join(LATEX.get(character, character) for character in " ".join(text.split()))


def _reading_table(document: Document, *, mark: str) -> tuple[list[str], list[list[str]]]:
    codes = shown_columns(document)
    with_interval = document["seed"] is not None
    head = ["Rank", "Model", "Overall", *(["95 % CI"] if with_interval else []), *codes]
    return head, [_reading_row(row, document, codes, mark) for row in document["rows"]]


def _reading_row(row: Document, document: Document, codes: Sequence[str], mark: str) -> list[str]:
    cells = [rank_interval(row), row["model"], place(row["overall"])]
    if document["seed"] is not None:
        cells.append(interval(row["ci"]) or DASH)
    for code in codes:
        kind, value = shown_score(row["scenarios"][code], document["human_weight"])
        cells.append(place(value) + (mark if kind == "combined" else ""))
    return cells


def _sentences(document: Document, *, mark: str) -> list[str]:
    """How to read the table. Goes with it into a manuscript, so it is English whatever the page is."""
    name = " ".join(str(document.get("benchmark") or document.get("board") or "").split())
    found = [f"{name}. Overall: unweighted mean of {len(document['core'])} scenarios, 0-100."]
    if document["seed"] is None:
        return [*found, "Numbers as published; no intervals can be computed from them."]
    found.append(
        f"95 % percentile intervals from {document['draws']} bootstrap draws over whole questions, "
        f"rank intervals from {document['permutations']} paired permutations with Holm's correction, "
        f"seed {document['seed']}."
    )
    if rated_columns(document) and document["human_weight"]:
        weight = f"{document['human_weight']:g}"
        campaign = " ".join(str(document.get("campaign") or "").split())
        raters = f" (campaign {campaign})" if campaign else ""
        found.append(f"{mark} {weight} x human{raters} + {1 - document['human_weight']:g} x automatic.")
    stand_ins = [code for code, facts in document["scenarios"].items() if facts["stand_in"]]
    return [*found, *(f"{code}: {document['scenarios'][code]['metric']} stands in." for code in stand_ins)]


WRITERS: dict[str, tuple[str, Callable[[Document], str]]] = {
    "csv": ("text/csv; charset=utf-8", to_csv),
    "md": ("text/markdown; charset=utf-8", to_markdown),
    "tex": ("application/x-tex; charset=utf-8", to_latex),
}
