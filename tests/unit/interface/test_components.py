"""The parts of pages, rendered by themselves."""

import math

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template.loader import render_to_string
from django.test import RequestFactory

from scoring.charts import Axis, Mark, Row, dot_interval_chart, tie_columns


class PlanForm(forms.Form):
    name = forms.CharField(help_text="As raters will see it.")
    note = forms.CharField(required=False)


def render(name: str, **context: object) -> str:
    return " ".join(render_to_string(f"components/{name}", context).split())


def test_an_estimate_stands_over_its_interval() -> None:
    html = render("interval.html", value=0.7142, lo=0.6, hi=0.791)
    assert ">0.71</span>" in html
    assert "[0.60, 0.79]" in html


@pytest.mark.parametrize("missing", [None, math.nan])
def test_an_undefined_number_gives_its_reason_and_no_interval(missing: float | None) -> None:
    html = render("interval.html", value=missing, lo=0.1, hi=0.2, reason="one category only")
    assert "one category only" in html
    assert "[" not in html
    assert "nan" not in html


def test_an_undefined_number_without_a_reason_is_still_a_word() -> None:
    assert "not defined" in render("interval.html", value=None)


@pytest.mark.parametrize(("decimals", "shown"), [(0, "70"), (1, "69.5"), (3, "69.500")])
def test_decimals_are_the_page_s_choice(decimals: int, shown: str) -> None:
    assert f">{shown}</span>" in render("interval.html", value=69.5, decimals=decimals)


def test_a_zero_is_a_number() -> None:
    assert "[0.0, 0.0]" in render("interval.html", value=0, lo=0, hi=0, decimals=1)


def test_half_an_interval_is_not_shown() -> None:
    assert "[" not in render("interval.html", value=0.5, lo=0.1, hi=math.nan)


def test_progress_asks_again_until_it_is_done() -> None:
    common = {"id": "run", "value": 5, "max": 10, "label": "Scoring", "text": "5 of 10", "url": "/poll"}
    assert 'hx-get="/poll"' in render("progress.html", **common, done=False)
    assert "hx-get" not in render("progress.html", **common, done=True)


def test_progress_of_unknown_length_has_no_value() -> None:
    assert "value=" not in render("progress.html", id="run", label="Import", text="Reading the file")


def test_a_refused_field_points_to_its_help_and_its_error() -> None:
    form = PlanForm({})
    html = render("form_field.html", field=form["name"])
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'id="id_name_helptext"' in html
    assert 'id="id_name_error"' in html
    assert 'aria-invalid="true"' in html


def test_an_optional_field_says_so() -> None:
    form = PlanForm()
    assert "(optional)" in render("form_field.html", field=form["note"])
    assert "(optional)" not in render("form_field.html", field=form["name"])


def test_the_error_summary_links_to_the_field() -> None:
    html = render("form_errors.html", form=PlanForm({}))
    assert '<a href="#id_name">' in html
    assert render("form_errors.html", form=PlanForm()) == ""


def test_turning_the_page_keeps_the_filters() -> None:
    request = RequestFactory().get("/", {"condition": "cot", "page": "2"})
    html = render("pagination.html", request=request, page=Paginator(range(50), 20).page(2))
    assert 'href="?condition=cot&amp;page=1"' in html
    assert "21 to 40 of 50" in html


def test_a_list_of_one_page_has_no_pagination() -> None:
    assert render("pagination.html", page=Paginator(range(5), 20).page(1)) == ""


def test_a_chart_has_a_title_a_description_and_direct_labels() -> None:
    chart = dot_interval_chart([Row("Fluency", [Mark(0.5, 0.4, 0.6, name="alpha")])], Axis(0, 1, (0, 1)))
    html = render("dot_interval.svg", chart=chart, id="a", title="Agreement", desc="Alpha of one dimension")
    assert '<title id="a-title">Agreement</title>' in html
    assert 'aria-labelledby="a-title a-desc"' in html
    assert ">alpha</text>" in html
    assert 'x1="40.0%" x2="60.0%"' in html


def test_a_label_from_a_file_cannot_write_into_the_drawing() -> None:
    chart = dot_interval_chart([Row("<script>x</script>", [Mark(0.5)])], Axis(0, 1))
    assert "<script" not in render("dot_interval.svg", chart=chart, id="a", title="t", desc="d")


def test_a_bracket_that_passes_by_bears_no_letter() -> None:
    rows = tie_columns([{0, 2}], 3)
    assert ">a<" in render("tie_cells.html", cells=rows[0])
    assert ">a<" not in render("tie_cells.html", cells=rows[1])


def test_the_server_error_page_needs_nothing() -> None:
    html = render_to_string("500.html")
    assert "Everything that was marked as saved is kept" in html
    assert 'href="/static/css/tokens.css"' in html
