"""What codes are called in the reader's language: metrics, statuses of a score, rules of the extractor."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

METRIC_LABELS: dict[str, Promise] = {
    "accuracy": _("Accuracy"),
    "accepted_planted": _("Accepted the planted answer"),
    "rejected_wrong": _("Rejected it for another wrong one"),
    "rejected_unnamed": _("Rejected it without naming one"),
    "kendall_tau": _("Kendall’s τ"),
    "kendall_tau_valid": _("Kendall’s τ, valid answers only"),
    "kendall_tau_strict": _("Kendall’s τ, invalid as −100"),
    "validity": _("Valid orders"),
    "pairs_lenient": _("Pairs in order, lenient"),
    "rouge1": _("ROUGE-1"),
    "rouge1_precision": _("ROUGE-1 precision"),
    "rouge1_recall": _("ROUGE-1 recall"),
    "similarity": _("Similarity"),
    "similarity_corrected": _("Similarity above baseline"),
    "stance": _("Stance"),
    "stance_accepted": _("Accepts the treatment"),
    "stance_hedged": _("Hedges about the treatment"),
    "stance_unclear": _("Takes no stance"),
}

STANCE_LABELS: dict[str, Promise] = {
    "reject": _("rejects the treatment"),
    "accept": _("accepts the treatment"),
    "hedge": _("hedges about the treatment"),
}

STATUS_LABELS: dict[str, Promise] = {
    "ok": _("read"),
    "empty": _("empty"),
    "refused": _("refused"),
    "ambiguous": _("ambiguous"),
    "echo": _("repeats the options"),
    "invalid_letter": _("no such option"),
    "truncated": _("cut off"),
    "unparsed": _("no answer found"),
    "error": _("could not be scored"),
    "unscored": _("not scored yet"),
}

RULE_LABELS: dict[str, Promise] = {
    "boxed": _("A boxed answer"),
    "bare": _("Nothing but the answer"),
    "exact_text": _("Nothing but an option’s text"),
    "restated": _("The option in the place that the question left open"),
    "option_meant": _("The one option that the words mean"),
    "strong_cue": _("The last strong cue, such as 答案"),
    "strong_cue_text": _("The last strong cue, with an option’s text"),
    "strong_cue_meant": _("The last strong cue, with words that mean an option"),
    "exception_cue": _("What the exception asked for is"),
    "weak_cue": _("The last weak cue, such as 选"),
    "weak_cue_text": _("A weak cue, with an option’s text"),
    "bracketed": _("A letter in angle brackets"),
    "last_line": _("A last line that is only the answer"),
    "own_line": _("A line that begins with the answer"),
    "last_sentence": _("A last sentence that is only the answer"),
    "leading_letter": _("The letter at the beginning"),
    "conclusion": _("The one option in the concluding sentence"),
    "judged": _("The option called right"),
    "copula": _("The option said to be the answer"),
    "listed": _("The letters listed"),
    "sequence": _("An order told step by step"),
    "ordinal": _("The option named by its place"),
    "eliminated": _("The only option not ruled out"),
    "all_in_words": _("“All of the above” in words"),
    "all_right": _("Every option called right"),
    "none_right": _("No option called right"),
    "option_text": _("One option’s text and no other"),
    "none_in_words": _("“None of the above” in words"),
    "also_offered": _("None of the above, and one of them offered all the same"),
    "accepts_given": _("Agrees with the answer it was given"),
    "rejected_unnamed": _("Rejects the answer it was given and names none"),
    "refusal": _("Declines to answer"),
    "evasion": _("Evades the question"),
    "options_repeated": _("Repeats the options"),
    "prompt_example": _("Repeats the example of the prompt"),
    "program": _("Writes a program instead"),
    "open_thought": _("A thought that never ends"),
    "no_conclusion": _("Ends before the conclusion"),
    "cue_on_the_way": _("A cue before the text is cut off"),
    "reconsidered": _("Takes back what it answered"),
    "stance_verdict": _("A verdict on the treatment"),
    "stance_directive": _("What to do with the treatment"),
    "stance_hedge": _("A reservation"),
    "stance_implied": _("A harm or a correction, which implies a verdict"),
    "no_text": _("No text"),
    "no_cue": _("Nothing that decides"),
}


def label(labels: dict[str, Promise], code: str) -> str:
    """The label of a code; a code without one is its own."""
    return str(labels.get(code, code))
