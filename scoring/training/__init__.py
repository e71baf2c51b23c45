"""Fine-tuning a sentence encoder; nothing heavy is imported before it is used."""

from scoring.training.corpus import Corpus, CorpusError, read_corpus
from scoring.training.settings import SimcseSettings, TrainingError

__all__ = ["Corpus", "CorpusError", "SimcseSettings", "TrainingError", "read_corpus"]
