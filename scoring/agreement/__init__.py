"""Agreement between raters: arrays in, coefficients with their reasons out. Knows nothing of Django."""
