"""A small model and a small corpus; the rest is the real library."""

from pathlib import Path

import pytest
import torch

from tests.training.tiny_bert import make_bert

# For a model this small, threads only wait for each other.
torch.set_num_threads(1)

ORGANS = ["双肺", "心脏", "肝脏", "脾脏", "左肾", "右肾", "胰腺", "胆囊", "甲状腺", "子宫"]
FINDINGS = ["形态正常", "轻度肿大", "可见结节", "回声均匀", "边界清楚", "未见异常", "可见钙化", "血流丰富"]


@pytest.fixture(scope="session")
def bert(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_bert(tmp_path_factory.mktemp("bert") / "tiny")


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("corpus") / "reports.txt"
    path.write_text("\n".join(f"{organ}{finding}。" for organ in ORGANS for finding in FINDINGS), "utf-8")
    return path
