"""The first run: bundled content, demo people, and the processes of an embedded site."""
