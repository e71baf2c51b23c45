"""Which content a source has now: a hash of the files of a directory, or the commit that a hub gives.

Neither needs torch, so that what was scored with a checkpoint can be told without loading it.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from scoring.encoders.sources import Source

# What a vector depends on. A card or a picture beside the weights may change.
HASHED = (".json", ".txt", ".safetensors", ".bin", ".model")
CARD = "climed_card.json"
# Every model of the library has one of these.
AT_THE_ROOT = ("config.json", "modules.json")


def find_revision(source: Source) -> str | None:
    """Short hash or commit; None when only the loaded model can tell."""
    if source.directory:
        return content_hash(source.directory)
    return None if source.looks_like_a_path else hub_commit(source)


def content_hash(directory: Path) -> str:
    """Short hash of a checkpoint's files, names and contents."""
    digest = hashlib.sha256()
    for path in sorted(p for p in directory.rglob("*") if p.is_file() and p.suffix in HASHED):
        if path.name == CARD:
            continue
        digest.update(path.relative_to(directory).as_posix().encode())
        with path.open("rb") as file:
            while block := file.read(1 << 20):
                digest.update(block)
    return digest.hexdigest()[:16]


def hub_commit(source: Source) -> str | None:
    """The commit that the library would take: the hub's, or without a network the last one seen."""
    # Short names are those of the library's own models.
    names = [source.where] if "/" in source.where else [f"sentence-transformers/{source.where}", source.where]
    found = (_commit(name, file, source.revision) for name in names for file in AT_THE_ROOT)
    return next(filter(None, found), None)


def _commit(name: str, file: str, revision: str | None) -> str | None:
    try:
        from huggingface_hub import hf_hub_download

        path = Path(hf_hub_download(name, file, revision=revision))
    except Exception:
        # Whatever is the matter, loading the model tells it in better words.
        return None
    return path.parent.name if path.parent.parent.name == "snapshots" else None
