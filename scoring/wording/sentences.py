"""Fixed sentences of the pure modules, named once for the translators' catalogue."""

from django.utils.translation import gettext_noop

SENTENCES = (
    gettext_noop("No unit has ratings by two raters."),
    gettext_noop("All paired ratings have the same value."),
    gettext_noop("The scale has only one level."),
    gettext_noop("A ratio scale has no values below zero."),
    gettext_noop("The two raters have fewer than two units in common."),
    gettext_noop("There are ratings by fewer than two raters."),
    gettext_noop("There are ratings of fewer than two units."),
    gettext_noop("There are no ratings."),
    gettext_noop("All ratings have the same value."),
    gettext_noop("Nominal ratings are names and have no variance."),
    gettext_noop("The design is not connected: not every two raters are linked by units that they share."),
    gettext_noop("The design does not separate models, cases and raters: it is not connected."),
    gettext_noop("There are too few repeated ratings to separate units, raters and error."),
    gettext_noop("The variance components did not converge."),
    gettext_noop("The estimated variances add up to zero or less."),
    gettext_noop("The planned number of raters per unit is not known."),
    gettext_noop("There is only one model to guess."),
    gettext_noop("Nobody has been asked to guess."),
    gettext_noop("Fewer than two clinicians have been asked to guess."),
    gettext_noop("No bootstrap draw has a defined value."),
    gettext_noop("With fewer than 10 raters this interval covers too little (about 80 % at 3 or 4 raters)."),
)
