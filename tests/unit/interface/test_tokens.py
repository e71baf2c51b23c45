"""The look's promises that a machine can keep: contrast in both themes, one place for colours."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
JS = ROOT / "static" / "js"
CSS = ROOT / "static" / "css"
TOKENS = (CSS / "tokens.css").read_text(encoding="utf-8")
BODY_TEXT = 7.0
OTHER_TEXT = 4.5

Palette = dict[str, str]


def colours(block: str) -> Palette:
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})\b", block))


def blocks() -> list[Palette]:
    """Light, dark by the system, dark by choice: the rules of tokens.css that set the ground."""
    return [colours(rule) for rule in re.findall(r"{([^{}]*--ground: #[^{}]*)}", TOKENS)]


LIGHT, DARK, CHOSEN_DARK = blocks()


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2 defines it."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str) -> float:
    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_computed_as_published() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


def test_the_two_dark_blocks_are_the_same() -> None:
    assert DARK == CHOSEN_DARK


def test_dark_sets_every_colour_that_light_sets() -> None:
    assert DARK.keys() == LIGHT.keys()


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("ink", ["ink", "ink-soft", "accent", "accent-strong"])
@pytest.mark.parametrize("ground", ["ground", "raised", "sunken"])
def test_running_text_and_links_reach_seven_to_one(palette: Palette, ink: str, ground: str) -> None:
    assert contrast(palette[ink], palette[ground]) >= BODY_TEXT


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("tint", ["good-soft", "caution-soft", "danger-soft", "note-soft"])
def test_a_message_is_read_at_seven_to_one(palette: Palette, tint: str) -> None:
    assert contrast(palette["ink"], palette[tint]) >= BODY_TEXT


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("ink", "ground"),
    [
        ("on-accent", "accent"),
        ("on-accent", "accent-strong"),
        ("accent-strong", "accent-soft"),
        ("line-strong", "ground"),
        ("line-strong", "raised"),
        *[(f"series-{n}", "ground") for n in (1, 2, 3)],
        *[(hue, "ground") for hue in ("good", "caution", "danger", "note")],
        *[(hue, f"{hue}-soft") for hue in ("good", "caution", "danger", "note")],
    ],
)
def test_everything_else_reaches_four_and_a_half_to_one(palette: Palette, ink: str, ground: str) -> None:
    assert contrast(palette[ink], palette[ground]) >= OTHER_TEXT


@pytest.mark.parametrize("path", sorted(CSS.glob("*.css")), ids=lambda path: path.name)
def test_colours_stand_in_the_tokens_alone(path: Path) -> None:
    literal = re.findall(r"#[0-9a-fA-F]{3,8}\b(?=[^{}]*})", path.read_text(encoding="utf-8"))
    assert path.name == "tokens.css" or literal == []


@pytest.mark.parametrize("path", sorted(CSS.glob("*.css")), ids=lambda path: path.name)
def test_every_token_in_use_exists(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    scripts = "".join(path.read_text(encoding="utf-8") for path in JS.glob("*.js"))
    known = set(re.findall(r"--([\w-]+):", TOKENS + text) + re.findall(r'setProperty\("--([\w-]+)"', scripts))
    assert set(re.findall(r"var\(--([\w-]+)", text)) <= known


def test_no_template_needs_an_inline_style_or_script() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {match}"
        for path in sorted((ROOT / "templates").rglob("*"))
        if path.suffix in {".html", ".svg"}
        for match in re.findall(
            r"\sstyle=|\son[a-z]+=|<style|<script(?![^>]*\ssrc=)", path.read_text(encoding="utf-8")
        )
    ]
    assert found == []
