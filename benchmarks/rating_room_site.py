"""A site with one large campaign: open questions of the full size, all through the product's own doors."""

import json
import random
from pathlib import Path
from typing import Any

from benchmarks.make_full_size import FULL_OUTPUTS, MODELS, OUTPUTS, QUESTIONS, FullSize, write_lines
from benchmarks.sites import ROOT, Site

BENCHMARK = "Rating room"
HERE = Path(__file__).resolve().parent


def load_campaign(site: Site, directory: Path, assignments: int, k: int, clinicians: int) -> None:
    """Questions, outputs and the opened campaign, where they are not there yet."""
    asked = json.dumps({"assignments": assignments, "k": k, "clinicians": clinicians})
    stamp = site.home / "rating-room.json"
    site.manage("migrate", "--verbosity", "0")
    site.manage("collectstatic", "--no-input", "--verbosity", "0")
    if stamp.exists():
        if stamp.read_text() != asked:
            raise SystemExit(f"{site.home} holds another campaign; take another --in, or remove it.")
        return
    questions, outputs = room_files(directory, assignments, k)
    site.manage(
        "import_questions", str(questions), "--benchmark", BENCHMARK, "--images", str(ROOT / "fixtures")
    )
    site.manage("import_outputs", str(outputs), "--benchmark", BENCHMARK)
    site.run(str(HERE / "rating_room_campaign.py"), "open", asked)
    stamp.write_text(asked)


def log_in(site: Site, clinicians: int) -> dict[str, Any]:
    """Account and session of that many clinicians, and how much there is to rate."""
    found: dict[str, Any] = json.loads(
        site.run(str(HERE / "rating_room_campaign.py"), "log-in", str(clinicians)).out
    )
    return found


def room_files(directory: Path, assignments: int, k: int, seed: int = 1) -> tuple[Path, Path]:
    """Enough open questions, each with eleven outputs; a few outputs are empty and are not rated."""
    cases = -(-assignments // (k * len(MODELS)))
    folder = directory / f"room-{assignments}-{k}"
    folder.mkdir(parents=True, exist_ok=True)
    full = FullSize(seed, FULL_OUTPUTS // len(MODELS))
    open_ones = [row for row in full.plan if row[1]["type"] == "open"]
    needed = min(len(open_ones), cases + cases // 30 + 1)
    full.plan = random.Random(seed).sample(open_ones, needed)
    write_lines(folder / QUESTIONS, full.questions())
    write_lines(folder / OUTPUTS, full.outputs())
    return folder / QUESTIONS, folder / OUTPUTS
