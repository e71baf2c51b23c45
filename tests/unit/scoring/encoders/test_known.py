from __future__ import annotations

import pytest

from scoring.encoders import known
from scoring.encoders.known import KnownTraits, Traits
from scoring.encoders.sources import parse_source

SOURCE = parse_source("/models/simcse?pooling=cls")
TRAITS = Traits("0123456789abcdef", "cls", 256)


@pytest.fixture(autouse=True)
def installed(monkeypatch):
    versions = dict.fromkeys(known.LIBRARIES, "6.2")
    monkeypatch.setattr(known, "version", versions.__getitem__)
    return versions


def test_what_was_seen_is_known_in_another_process(tmp_path):
    KnownTraits(tmp_path / "encoders").keep(TRAITS, SOURCE)
    assert KnownTraits(tmp_path / "encoders").recall(TRAITS.revision, SOURCE) == TRAITS
    assert len(list((tmp_path / "encoders").iterdir())) == 1


@pytest.mark.parametrize("other", ["/models/simcse", "/models/simcse?pooling=cls&max_length=64"])
def test_other_settings_are_not_known(tmp_path, other):
    KnownTraits(tmp_path).keep(TRAITS, SOURCE)
    assert KnownTraits(tmp_path).recall(TRAITS.revision, parse_source(other)) is None


def test_another_content_or_another_library_is_not_known(tmp_path, installed):
    KnownTraits(tmp_path).keep(TRAITS, SOURCE)
    assert KnownTraits(tmp_path).recall("fedcba9876543210", SOURCE) is None
    installed["sentence-transformers"] = "6.3"
    assert KnownTraits(tmp_path).recall(TRAITS.revision, SOURCE) is None


@pytest.mark.parametrize(
    "content", ["", "{", "[]", '{"revision": "x"}', '{"revision": "x", "pooling": "", "cut": 1}']
)
def test_a_damaged_file_is_as_good_as_none(tmp_path, content):
    KnownTraits(tmp_path).keep(TRAITS, SOURCE)
    (path,) = tmp_path.iterdir()
    path.write_text(content)
    assert KnownTraits(tmp_path).recall(TRAITS.revision, SOURCE) is None


def test_a_folder_that_cannot_be_written_is_done_without(tmp_path):
    (tmp_path / "file").write_text("")
    KnownTraits(tmp_path / "file" / "encoders").keep(TRAITS, SOURCE)
    KnownTraits(None).keep(TRAITS, SOURCE)
    assert KnownTraits(None).recall(TRAITS.revision, SOURCE) is None
