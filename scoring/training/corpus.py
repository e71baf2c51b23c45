"""The texts a training reads: sentences, each once.

A `.txt` file has a text on each line, a `.jsonl` file an object with a `text`. Texts of several sentences
are split; a sentence of fewer than four characters says nothing and is left out, and one that has been seen
is left out too: in a batch it would stand as the negative of itself. What is left out is counted.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SHORTEST = 4
NAMED_LINES = 5
# A full stop ends a sentence before a blank only: 2.5 mg does not.
_SENTENCE = re.compile(r"[^。！？!?；;\n]+?(?:[。！？!?；;]+[”’」』\"')）]*|\.(?=\s)|$|\n)", re.MULTILINE)


class CorpusError(ValueError):
    """A corpus cannot be used; the message names the lines."""


@dataclass(frozen=True)
class Corpus:
    sentences: tuple[str, ...]
    name: str
    sha256: str
    n_lines: int
    n_bad: int
    n_short: int
    n_repeated: int


def split_sentences(text: str) -> list[str]:
    """
    >>> split_sentences("体温38.5℃。无咳嗽；胸片正常")
    ['体温38.5℃。', '无咳嗽；', '胸片正常']
    """
    return [sentence.strip() for sentence in _SENTENCE.findall(text) if sentence.strip()]


def read_corpus(path: Path, *, skip_bad: bool = False) -> Corpus:
    """The sentences of a file in their order.

    Raises
    ------
    CorpusError
        When the file cannot be read, is of another kind, or has bad lines that are not to be skipped.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise CorpusError(f"cannot read {path}: {error.strerror}") from error
    if path.suffix not in (".txt", ".jsonl"):
        raise CorpusError(f"{path.name}: a corpus is a .txt file or a .jsonl file")
    texts, bad = _read_texts(content.removeprefix(b"\xef\xbb\xbf"), as_json=path.suffix == ".jsonl")
    if bad and not skip_bad:
        raise CorpusError(_describe(path.name, bad))
    kept, n_short, n_repeated = _distinct(sentence for text in texts for sentence in split_sentences(text))
    return Corpus(
        sentences=tuple(kept),
        name=path.name,
        sha256=hashlib.sha256(content).hexdigest(),
        n_lines=len(texts) + len(bad),
        n_bad=len(bad),
        n_short=n_short,
        n_repeated=n_repeated,
    )


def _read_texts(content: bytes, *, as_json: bool) -> tuple[list[str], list[tuple[int, str]]]:
    texts: list[str] = []
    bad: list[tuple[int, str]] = []
    for number, line in enumerate(content.split(b"\n"), start=1):
        if not line.strip():
            continue
        try:
            text = line.decode("utf-8")
            texts.append(_encodable(_text_of(text) if as_json else text))
        except UnicodeDecodeError:
            bad.append((number, "not UTF-8"))
        except ValueError as error:
            bad.append((number, str(error)))
    return texts, bad


def _text_of(line: str) -> str:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise ValueError("not JSON") from error
    text = row.get("text") if isinstance(row, dict) else None
    if not isinstance(text, str):
        raise ValueError('no "text"')
    return text


def _encodable(text: str) -> str:
    return text.encode("utf-8", "ignore").decode().replace("\0", " ")


def _distinct(sentences: Iterator[str]) -> tuple[list[str], int, int]:
    """Sentences in their order, each once; how many were too short; how many had been seen."""
    kept: dict[str, str] = {}
    n_short = n_repeated = 0
    for sentence in sentences:
        key = "".join(unicodedata.normalize("NFKC", sentence).split()).casefold()
        if len(key) < SHORTEST:
            n_short += 1
        elif key in kept:
            n_repeated += 1
        else:
            kept[key] = sentence
    return list(kept.values()), n_short, n_repeated


def _describe(name: str, bad: list[tuple[int, str]]) -> str:
    named = "; ".join(f"line {number}: {reason}" for number, reason in bad[:NAMED_LINES])
    more = f"; and {len(bad) - NAMED_LINES} more" if len(bad) > NAMED_LINES else ""
    return f"{name}: {named}{more}. Mend them, or leave them out with --skip-bad."
