"""How fast and how large: plain scripts, run by hand, never collected by pytest."""
