"""The scorers of this installation: a metric's version, and for similarity the encoder it is set to."""

from django.conf import settings

from scoring.encoders import Encoder, load_encoder
from scoring.metrics.registry import METRICS


def current_encoder() -> Encoder:
    return load_encoder(settings.SIMILARITY_ENCODER, settings.HOME / "encoders")


def scorer_identity(metric: str) -> str:
    """What tells scores of one making from another: they are comparable when this is equal."""
    chosen = METRICS[metric]
    if not chosen.needs_encoder:
        return chosen.scorer_version
    return f"{chosen.scorer_version} {current_encoder().identity}"
