"""What the page that asks for guesses shows, as plain data: each output as it was rated, and the choices."""

from dataclasses import dataclass

from annotation.campaigns.guesses import asked_assignments, sources
from annotation.campaigns.models import Assignment, Rater
from annotation.campaigns.rating_page import ShownOutput, letter_of, rate_url, read_output


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    name: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class AskedOutput:
    number: int
    language: str
    output: ShownOutput
    choices: tuple[Choice, ...]
    cannot_say: bool
    url: str
    item_url: str


def read_asked_outputs(rater: Rater) -> tuple[AskedOutput, ...]:
    models = [(str(model.pk), model.name) for model in sources(rater.campaign)]
    return tuple(
        _asked_output(assignment, number, models)
        for number, assignment in enumerate(asked_assignments(rater), start=1)
    )


def _asked_output(assignment: Assignment, number: int, models: list[tuple[str, str]]) -> AskedOutput:
    chosen = str(assignment.source_guess.language_model_id or "")
    question = assignment.unit.question
    return AskedOutput(
        number=number,
        language=question.language if question else "",
        output=read_output(assignment, letter_of(number - 1)),
        choices=tuple(Choice(value, name, value == chosen) for value, name in models),
        cannot_say=assignment.source_guess.guessed_at is not None and not chosen,
        url=rate_url(assignment, "guess_save"),
        item_url=rate_url(assignment),
    )
