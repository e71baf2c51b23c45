"""The words for every problem and note, so that a reason is stored as a code and read in any language."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

REASONS: dict[str, Any] = {
    # The file
    "unknown_suffix": _("%(name)s is none of the kinds that can be read: %(suffixes)s"),
    "no_header": _("the table has no header line"),
    "unnamed_column": _("column %(column)s of the header has no name"),
    "duplicate_column": _("the header names the column %(column)s twice"),
    "utf16": _("the file is UTF-16 text, or no text at all; save it as UTF-8"),
    "wrong_delimiter": _("the columns are separated by “%(found)s”; save the table with commas between them"),
    "not_utf8_header": _("the header is not UTF-8 text; save the file as UTF-8"),
    "not_csv": _("the table cannot be read as CSV: %(error)s"),
    "not_xlsx": _("the file cannot be read as XLSX: %(error)s"),
    "xlsx_too_large": _("the workbook unpacks to more than %(megabytes)s MB; save it as JSON Lines or CSV"),
    "not_gzip": _("the compressed file breaks off or is damaged: %(error)s"),
    "empty_file": _("the file holds no rows"),
    "zip_unreadable": _("the image archive is not a ZIP file, or is damaged"),
    "zip_outside": _("the image archive holds “%(name)s”, which leads out of it"),
    "zip_too_many": _("the image archive holds more than %(limit)s files"),
    "zip_too_large": _("the image archive unpacks to more than %(megabytes)s MB"),
    # The line
    "line_too_long": _("the line is longer than %(megabytes)s MB"),
    "not_utf8": _("not UTF-8: byte %(byte)s at position %(position)s of the line; save the file as UTF-8"),
    "not_utf8_cell": _("the cell is not UTF-8 text; save the file as UTF-8"),
    "not_json": _("not JSON: %(error)s"),
    "not_an_object": _("an object is expected here, not %(kind)s"),
    "not_a_list": _("a list is expected here, not %(kind)s"),
    "not_json_cell": _("the cell does not hold JSON"),
    "not_finite": _("%(value)s is not a finite number"),
    "number_too_long": _("a number of more than %(digits)s digits; an id that long is written in quotes"),
    "too_deep": _("lists and objects inside each other, more than %(limit)s levels deep"),
    "duplicate_key": _("the key “%(key)s” occurs twice in one object"),
    "lone_surrogate": _("half of a surrogate pair, which is no character"),
    "nul_character": _("a NUL character, which no database keeps"),
    "too_many_cells": _("%(cells)s cells under %(columns)s columns"),
    "formula_without_value": _(
        "cell %(cell)s is a formula without a value: save the file in a spreadsheet program first"
    ),
    # Any field
    "missing": _("is missing"),
    "not_text": _("text is expected here, not %(kind)s"),
    "too_long": _("longer than %(limit)s characters"),
    "control_character": _("holds a control character or a line break"),
    "also_in_meta": _("stands both in the row and, with another value, in meta"),
    "unknown_column": _("unknown column; known are %(known)s"),
    # Questions
    "unknown_scenario": _("unknown scenario “%(value)s”; known are %(known)s"),
    "unknown_type": _("unknown type “%(value)s”; known are %(known)s"),
    "type_not_allowed": _("type “%(value)s” is not possible in %(scenario)s, only %(known)s"),
    "options_of_open_question": _("an open question has no options"),
    "option_letter": _("“%(value)s” is not an option's letter, or stands twice"),
    "option_text": _("option %(letter)s has no text"),
    "too_few_options": _("fewer than two options"),
    "no_answer_letter": _("no right letter: give it as “reference”, or as “answer” beside prose"),
    "outside_options": _("%(value)s is outside the options %(known)s"),
    "repeated_letter": _("a letter stands twice in %(value)s"),
    "no_sequence": _("an order of at least two letters is expected, such as DCBA"),
    "not_a_permutation": _("%(value)s does not hold each of %(known)s exactly once"),
    "planted_outside_fit": _("a planted answer belongs to scenario FIT only"),
    "no_planted_letter": _("scenario FIT needs the letter of the planted wrong answer"),
    "planted_is_right": _("the planted answer %(value)s is the right one"),
    "too_many_images": _("more than %(limit)s images"),
    "image_path": _("an image is given by a path of at most 255 characters"),
    "image_outside": _("“%(path)s” leads out of the image folder"),
    "image_missing": _("there is no image “%(path)s”"),
    "image_no_folder": _("the question names images, but no image folder was given"),
    "image_too_large": _("“%(path)s” is larger than %(megabytes)s MB"),
    "image_too_many_pixels": _("“%(path)s” has more than %(megapixels)s megapixels"),
    "image_unreadable": _("“%(path)s” is not a whole PNG, JPEG or WebP image"),
    # Outputs
    "missing_text": _('is missing; write null or "" where the model gave no answer'),
    "unknown_question": _("the benchmark has no question “%(value)s”"),
    # Boards
    "not_a_score": _("“%(value)s” is not a number from -100 to 100"),
    "no_scenario_column": _("the table has no column for a scenario"),
    # Ratings
    "not_a_number": _("“%(value)s” is not a number"),
    "not_a_date": _("“%(value)s” is not a date and time"),
    "negative_seconds": _("“%(value)s” is not a duration in seconds"),
    "outside_scale": _("%(value)s is outside the scale from %(low)s to %(high)s"),
    "not_a_level": _("%(value)s is not a level of the scale %(low)s to %(high)s"),
    "unknown_dimension": _("the rubric has no dimension “%(value)s”; it has %(known)s"),
    "scale_empty": _("the scale runs from %(low)s to %(high)s; the first must be below the second"),
    "other_scale": _("%(rubric)s has the scale %(low)s to %(high)s"),
    "other_level": _("%(rubric)s has the level of measurement “%(level)s”"),
    "campaign_collects_here": _("campaign “%(campaign)s” collects its ratings here; take another name"),
    "other_benchmark": _("campaign “%(campaign)s” belongs to benchmark “%(benchmark)s”"),
    # The import as a whole
    "blank_name": _("%(field)s: the name is empty"),
    "no_benchmark": _("the import names no benchmark"),
    # Against what is there
    "duplicate_id": _("“%(id)s” is already on line %(first)s"),
    "changed": _("“%(id)s” is already known with another content; --replace makes a new version"),
    "changed_value": _("“%(id)s” was imported with another value; --replace makes a new revision"),
    # The run
    "interrupted": _("The import was interrupted; nothing of it was kept."),
    "error": _("The import failed and nothing of it was kept: %(error)s"),
    "bad_rows_left_out": ngettext_lazy(
        "%(count)s bad line was left out; see %(file)s.",
        "%(count)s bad lines were left out; see %(file)s.",
        "count",
    ),
    "bad_rows_listed": ngettext_lazy(
        "%(count)s bad line was left out; it is listed below.",
        "%(count)s bad lines were left out; the first are listed below.",
        "count",
    ),
    "outputs_moved": ngettext_lazy(
        "%(count)s output moved along to the new version, whose wording is unchanged.",
        "%(count)s outputs moved along to the new versions, whose wording is unchanged.",
        "count",
    ),
    "outputs_left": ngettext_lazy(
        "%(count)s output stays with the old version, since the wording has changed.",
        "%(count)s outputs stay with the old versions, since the wording has changed.",
        "count",
    ),
    "bare_units": ngettext_lazy(
        "%(count)s rated item is not in a benchmark and is known by its keys only.",
        "%(count)s rated items are not in a benchmark and are known by their keys only.",
        "count",
    ),
    "values_missing": ngettext_lazy(
        "%(count)s value is missing.",
        "%(count)s values are missing.",
        "count",
    ),
    "values_not_applicable": ngettext_lazy(
        "%(count)s value is “not applicable”.",
        "%(count)s values are “not applicable”.",
        "count",
    ),
    "without_options": ngettext_lazy(
        "%(count)s choice question is without options: none could be read from the input.",
        "%(count)s choice questions are without options: none could be read from the input.",
        "count",
    ),
    "new_models": _("New models: %(names)s."),
}


def reason(code: str, params: Mapping[str, Any]) -> str:
    """The sentence for a code, in the active language."""
    return str(REASONS[code] % params)


def readable_problem(problem: Mapping[str, Any]) -> dict[str, Any]:
    """A stored problem with its reason in words."""
    return {**problem, "reason": reason(problem["code"], problem["params"])}


def readable_note(note: Mapping[str, Any]) -> str:
    return reason(note["code"], note["params"])
