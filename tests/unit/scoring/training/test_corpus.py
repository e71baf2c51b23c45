from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from scoring.training import CorpusError, read_corpus
from scoring.training.corpus import split_sentences


def write(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("体温38.5℃。无咳嗽；胸片正常", ["体温38.5℃。", "无咳嗽；", "胸片正常"]),
        ("He took 2.5 mg. It helped.", ["He took 2.5 mg.", "It helped."]),
        ("“疼吗？”他问。", ["“疼吗？”", "他问。"]),
        ("真的？！是的", ["真的？！", "是的"]),
        ("一行\n又一行", ["一行", "又一行"]),
        ("", []),
        ("。。。", []),
    ],
)
def test_a_text_is_split_at_the_ends_of_its_sentences(text: str, sentences: list[str]) -> None:
    assert split_sentences(text) == sentences


def test_sentences_come_once_in_their_order_and_what_is_left_out_is_counted(tmp_path: Path) -> None:
    path = write(
        tmp_path / "c.txt", "\ufeff双肺呼吸音清。无。\n\n腹软无压痛。\r\n双肺呼吸音清。\n双肺 呼吸音清｡\n"
    )
    corpus = read_corpus(path)
    assert corpus.sentences == ("双肺呼吸音清。", "腹软无压痛。")
    assert (corpus.n_lines, corpus.n_short, corpus.n_repeated, corpus.n_bad) == (4, 1, 2, 0)
    assert corpus.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_json_corpus_gives_its_texts(tmp_path: Path) -> None:
    rows = [{"text": "查体合作。神志清楚。", "id": 1}, {"text": "\ud800皮肤无黄染\0。"}]
    path = write(tmp_path / "c.jsonl", "\n".join(json.dumps(row) for row in rows))
    assert read_corpus(path).sentences == ("查体合作。", "神志清楚。", "皮肤无黄染 。")


BAD = b'{"text": "\xff"}\n{"text": 3}\n[]\nx\n{"text": "good enough."}\n{}\nnull\n'


def test_bad_lines_are_named_with_their_reasons(tmp_path: Path) -> None:
    with pytest.raises(CorpusError) as caught:
        read_corpus(write(tmp_path / "c.jsonl", BAD))
    named = 'line 1: not UTF-8; line 2: no "text"; line 3: no "text"; line 4: not JSON; line 6: no "text"'
    assert str(caught.value).startswith(f"c.jsonl: {named}; and 1 more.")


def test_bad_lines_can_be_left_out_and_are_counted(tmp_path: Path) -> None:
    corpus = read_corpus(write(tmp_path / "c.jsonl", BAD), skip_bad=True)
    assert (corpus.sentences, corpus.n_bad, corpus.n_lines) == (("good enough.",), 6, 7)


def test_a_line_nested_beyond_reason_is_a_bad_line(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="line 1: not JSON"):
        read_corpus(write(tmp_path / "c.jsonl", "[" * 200_000))


@pytest.mark.parametrize("name", ["nowhere.txt", "."])
def test_a_corpus_that_cannot_be_read_is_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(CorpusError, match="cannot read"):
        read_corpus(tmp_path / name)


def test_a_corpus_of_another_kind_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="txt"):
        read_corpus(write(tmp_path / "c.csv", "a"))
