"""The publication bundle: tables of everything a reviewer may ask for, in one zip."""
