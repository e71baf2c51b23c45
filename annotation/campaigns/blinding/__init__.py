"""Who wrote what stays unknown: names of models and their makers are masked before a rater reads an output.

Names are looked for in the text as it is read: entities decoded, markup and invisible characters gone,
look-alikes of other scripts as the letters that they are taken for. Every character of a name becomes
:data:`HIDDEN`, one for one, so offsets into the masked text are offsets into the original. Pages show a run
of them as one neutral block of constant width, because the length of a name would be a hint. Each rule has
a name (:class:`Rule`), from certain to likely:

1. the campaign's own model names and aliases, and those that its lead has added: masked anywhere;
2. names that mean nothing else, and what chat templates leave behind (<|im_end|>): masked anywhere;
3. the campaign's families, names without size and version (云杉 of 云杉-72B): a Latin one of four letters
   is masked wherever it is written as a name, others only beside words about models, for 蒲公英 is a herb;
4. names that are also words (百度, 华佗, PaLM): masked only where somebody introduces himself;
5. whatever stands where a name stands in a sentence of introduction ("由…研发的语言模型").

What a name means besides is left alone whatever the rule: GPT in a list of liver enzymes, Claude Bernard,
the GEMINI trials (``homonyms``). Cases are not masked: all outputs of a case share it, so nothing in it
tells them apart.
"""

from annotation.campaigns.blinding.families import families_of
from annotation.campaigns.blinding.masking import Masked, Rule, Stretch, mask
from annotation.campaigns.blinding.reading import HIDDEN, Reading, read_through

__all__ = ["HIDDEN", "Masked", "Reading", "Rule", "Stretch", "families_of", "mask", "read_through"]
