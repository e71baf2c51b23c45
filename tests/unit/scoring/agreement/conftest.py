"""Rating matrices for property tests."""

import numpy as np
import pytest

from scoring.agreement.table import FloatArray


@pytest.fixture
def sparse_ratings() -> FloatArray:
    """60 units on a scale of 1 to 5 by 5 raters of different severity, two in five ratings missing."""
    rng = np.random.default_rng(20240607)
    latent = rng.normal(3, 1.2, size=(60, 1)) + rng.normal(0, 0.4, size=5) + rng.normal(0, 0.7, size=(60, 5))
    ratings = np.clip(np.round(latent), 1, 5)
    ratings[rng.random(ratings.shape) < 0.4] = np.nan
    return ratings
