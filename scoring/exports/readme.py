"""The page that explains a bundle to whoever unpacks it."""

README = """\
# Publication bundle

| file | what |
|---|---|
| manifest.json | versions, settings and seeds of the campaign, and the SHA-256 of every other file |
| codebook.csv, rubric.json | what each column, dimension and level means |
| ratings_long.csv | one value a row; the regular ratings that every result rests on |
| ratings_wide.csv | one rating a row, calibration cases and hidden repeats included (see `purpose`) |
| evidence.csv | one marked passage a row: what in output or case a level rests on |
| scores.csv | the automatic score of each rated output, and the scorer that made it |
| agreement.json, agreement.csv | agreement per dimension, with intervals |
| guesses.csv | who each clinician thought had written what, where she was asked after her last rating |
| leaderboard.json, .csv, .tex, .md | the combined leaderboard, where the campaign is on a benchmark |

Raters stand under random pseudonyms of this campaign. Dates are cut to the day. Comments, and the words
of marked passages, are included only where the manifest says so. An empty value is missing, `N/A` was judged
not applicable, and 0 is a number.

`ratings_long.csv` can be imported again: it gives the same agreement to the last digit.
"""
