"""Automatic metrics: text in, frozen dataclass out; no Django, no settings, no logging.

Every score is on the 0-100 scale of the published table (a correlation on -100 to 100). Nothing is
rounded here, and an output that cannot be read scores 0 with a status that says why.
"""
