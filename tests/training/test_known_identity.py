"""The identity of a checkpoint that was loaded before is known without torch, and never a wrong one."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from scoring.encoders import EncoderError
from scoring.encoders.checkpoints import content_hash
from scoring.encoders.loading import PREFIX
from scoring.encoders.transformers import TransformersEncoder
from tests.integration.bank.conftest import QUESTION
from tests.sites import ROOT, Site
from tests.training.tiny_bert import make_bert

# For a model this small, threads only wait for each other.
ONE_THREAD = {"OMP_NUM_THREADS": "1"}
COMMIT = "0123456789abcdef0123456789abcdef01234567"
# A command in a process of its own, and what it had to import for it.
SET_UP = """
import sys, django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
for kind in ("questions", "outputs"):
    call_command(f"import_{kind}", f"{sys.argv[1]}/{kind}.jsonl", benchmark="Open")
"""
SCORE = """
import sys, django
django.setup()
from django.core.management import call_command
call_command("score", benchmark="Open", wait=True, json=True)
print("torch" if "torch" in sys.modules else "no torch")
"""
TELL = """
import sys
from pathlib import Path
from scoring.encoders.transformers import TransformersEncoder
encoder = TransformersEncoder(sys.argv[1], known=Path(sys.argv[2]))
print(encoder.identity)
print("torch" in sys.modules)
if len(sys.argv) > 3:
    print(encoder.encode(["心衰"]).shape)
"""


def tell(source: str, known: Path, *more: str, **variables: str) -> list[str]:
    """Identity and whether torch was imported, in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", TELL, source, str(known), *more],
        cwd=ROOT,
        env=os.environ | ONE_THREAD | variables,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.splitlines()


@pytest.mark.parametrize("options", ["", "?pooling=cls", "?max_length=16", "?pooling=max&max_length=8"])
def test_the_identity_known_is_that_of_the_loaded_model(bert: Path, tmp_path: Path, options: str) -> None:
    source = f"{bert}{options}"
    loaded = TransformersEncoder(source).identity
    assert TransformersEncoder(source, known=tmp_path).identity == loaded
    assert len(list(tmp_path.iterdir())) == 1
    assert tell(source, tmp_path) == [loaded, "False"]


def test_a_checkpoint_of_the_library_is_known_as_it_was_saved(bert: Path, tmp_path: Path) -> None:
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(bert), device="cpu")
    model.max_seq_length = 24
    model[1].pooling_mode = "cls"
    model.save_pretrained(str(tmp_path / "saved"))
    loaded = TransformersEncoder(str(tmp_path / "saved"), known=tmp_path / "known").identity
    assert loaded == f"{PREFIX}saved@{content_hash(tmp_path / 'saved')}:cls:max24"
    assert tell(str(tmp_path / "saved"), tmp_path / "known") == [loaded, "False"]


def test_one_byte_more_makes_another_identity(bert: Path, tmp_path: Path) -> None:
    copy = tmp_path / "tiny"
    shutil.copytree(bert, copy)
    known = tmp_path / "known"
    before = TransformersEncoder(str(copy), known=known).identity
    config = copy / "config.json"
    config.write_text(config.read_text() + " ")
    assert TransformersEncoder(str(copy), known=known).identity != before
    assert len(list(known.iterdir())) == 2


def test_a_checkpoint_replaced_before_it_was_loaded_encodes_nothing(tmp_path: Path) -> None:
    """What is written down under an identity was made by the model that it tells of."""
    make_bert(tmp_path / "tiny")
    TransformersEncoder(str(tmp_path / "tiny"), known=tmp_path / "known").encode(["心衰"])
    encoder = TransformersEncoder(str(tmp_path / "tiny"), known=tmp_path / "known")
    assert encoder.identity
    shutil.rmtree(tmp_path / "tiny")
    make_bert(tmp_path / "tiny", seed=8)
    with pytest.raises(EncoderError, match=r"has become .*start the workers again"):
        encoder.encode(["心衰"])


def test_a_name_on_a_hub_is_known_by_its_commit(bert: Path, tmp_path: Path) -> None:
    """As the hub's library keeps a downloaded model; the network is off."""
    model = tmp_path / "hub" / "models--clinic--simcse"
    shutil.copytree(bert, model / "snapshots" / COMMIT)
    (model / "refs").mkdir()
    (model / "refs" / "main").write_text(COMMIT)
    offline = {"HF_HUB_CACHE": str(tmp_path / "hub"), "HF_HUB_OFFLINE": "1"}
    first = tell("clinic/simcse?pooling=cls", tmp_path / "known", "encode", **offline)
    assert first == [f"{PREFIX}clinic/simcse@{COMMIT}:cls:max128", "True", "(1, 32)"]
    assert tell("clinic/simcse?pooling=cls", tmp_path / "known", **offline) == [first[0], "False"]
    moved = COMMIT[::-1]
    shutil.copytree(bert, model / "snapshots" / moved)
    (model / "refs" / "main").write_text(moved)
    assert tell("clinic/simcse?pooling=cls", tmp_path / "known", **offline) == [
        f"{PREFIX}clinic/simcse@{moved}:cls:max128",
        "True",
    ]


def write_open_benchmark(folder: Path) -> None:
    question = {**QUESTION, "scenario": "WTD", "type": "open", "options": None}
    questions = [question | {"id": f"W-{n}", "reference": f"第{n}种药禁用。"} for n in range(3)]
    outputs = [{"question_id": row["id"], "model": "m", "text": f"禁用。{row['id']}"} for row in questions]
    for name, rows in (("questions", questions), ("outputs", outputs)):
        lines = (json.dumps(row, ensure_ascii=False) for row in rows)
        (folder / f"{name}.jsonl").write_text("\n".join(lines), encoding="utf-8")


def test_scoring_again_with_nothing_changed_imports_no_torch(bert: Path, tmp_path: Path) -> None:
    write_open_benchmark(tmp_path)
    env = {name: value for name, value in os.environ.items() if not name.startswith("TEST_")}
    env |= {"DJANGO_SETTINGS_MODULE": "climed_eval.settings", "CLIMED_HOME": str(tmp_path / "home")}
    env |= {"DATABASE_URL": f"sqlite:///{tmp_path}/db.sqlite3", "SIMILARITY_ENCODER": f"{PREFIX}{bert}"}
    site = Site(env | ONE_THREAD)
    first = site.run_python("-c", SET_UP + SCORE, str(tmp_path))
    again = site.run_python("-c", SCORE)
    assert first.splitlines()[-1] == "torch"
    assert again.splitlines()[-1] == "no torch"
    assert json.loads(again.rsplit("\n", 2)[0])["n_unchanged"] == 3
