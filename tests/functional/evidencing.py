"""What browser tests of marked passages share."""

from typing import Any

from playwright.sync_api import Locator, Page, expect

from annotation.models import Draft, User
from tests.builders_rating import Work, make_work

TEXT = (
    "作为ChatGPT，我认为**高浓度吸氧不当**🩺：\n\n1. 应控制性低流量吸氧，𠮷医生同意。\n"
    "2. 避免镇静药，例如 diazepam &amp; co。\n\n| 药 | 用法 |\n|---|---|\n| 茶碱 | 口服 |\n\ncafe\u0301\n"
)
SELECT = """([selector, from, to]) => {
    const root = document.querySelector(selector);
    const find = (words, atEnd) => {
        const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
        while (walker.nextNode()) {
            const place = walker.currentNode.data.indexOf(words);
            if (place >= 0) return [walker.currentNode, place + (atEnd ? words.length : 0)];
        }
        throw new Error(`no ${words}`);
    };
    getSelection().setBaseAndExtent(...find(from, false), ...find(to, true));
}"""


def make_marked(user: User) -> Work:
    """The first output has whatever makes its source and what is shown of it differ."""
    work = make_work(user, guided_start=False)
    output = work.output()
    output.text = TEXT
    output.save()
    return work


def select(page: Page, first: str, last: str = "", pane: str = "#output [data-view=text]") -> None:
    """Select from the beginning of ``first`` to the end of ``last``, as a pointer would."""
    page.evaluate(SELECT, [pane, first, last or first])
    expect(bar(page)).to_be_visible()


def bar(page: Page) -> Locator:
    return page.locator("#passage-bar")


def mark_for(page: Page, name: str) -> None:
    bar(page).get_by_role("button", name=name).click()
    expect(bar(page)).to_be_hidden()


def evidence_of(work: Work) -> list[dict[str, Any]]:
    return Draft.objects.get(assignment=work.first).evidence


def marks(page: Page, number: int = 1) -> str:
    """What is highlighted as passage ``number`` in the view that is open, without its label."""
    locator = page.locator(f"mark[data-passage='{number - 1}']")
    expect(locator.first).to_be_visible()
    return "".join(locator.all_text_contents())


def listed(page: Page, code: str) -> Locator:
    return page.locator(f"[data-code={code}] .passage")
