"""Reading files on their way in. Pure: no Django, no database of the site.

A file is streamed as rows with line numbers; a row becomes a clean frozen record or a list of problems.
Nothing here decides what happens to a bad line.
"""
