"""The ``## heading: text`` sections of a question's input."""

import re

# Inside a line only two marks or more make a heading; one alone is a number sign.
_HEADING = re.compile(
    r"(?:^[#＃]{1,6}|(?<=[\s。；;])[#＃]{2,6})[ \t\u3000]*([^\n:：#＃]{1,40}?)[ \t]*(?:[:：]|(?=\n)|\Z)",
    re.MULTILINE,
)


def split_sections(text: str) -> list[tuple[str, str]]:
    """Heading and body in order; text before the first heading has the heading ``""``."""
    text = text.replace("\r\n", "\n")
    headings = list(_HEADING.finditer(text))
    starts = [heading.start() for heading in headings] + [len(text)]
    sections = [("", text[: starts[0]].strip())]
    for heading, end in zip(headings, starts[1:], strict=True):
        sections.append((heading.group(1).strip(), text[heading.end() : end].strip()))
    return sections if sections[0][1] else sections[1:]
