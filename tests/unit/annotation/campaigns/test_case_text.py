"""A case is read in its own sections."""

from annotation.campaigns.case_text import Section, case_sections


def headings(text: str, options: dict[str, str] | None = None) -> list[tuple[str, str]]:
    return [(section.heading, section.text) for section in case_sections(text, options)]


def test_sections_are_found_with_either_colon() -> None:
    text = "## 入院情况: 男，58岁。\n## 现病史：胸痛3小时。\n伴大汗。"
    assert headings(text) == [("入院情况", "男，58岁。"), ("现病史", "胸痛3小时。\n伴大汗。")]


def test_sections_on_one_line_are_found() -> None:
    assert headings("## 入院情况: 男。 ## 现病史: 胸痛。") == [("入院情况", "男。"), ("现病史", "胸痛。")]


def test_a_heading_may_stand_alone_on_its_line() -> None:
    assert headings("## 题目\n下列哪项正确？") == [("题目", "下列哪项正确？")]


def test_text_before_the_first_heading_is_kept() -> None:
    assert headings("请阅读。\n## 病例: 男。") == [("", "请阅读。"), ("病例", "男。")]


def test_plain_text_is_one_section_without_a_heading() -> None:
    assert case_sections("男，58岁。") == (Section(1, "", "男，58岁。"),)
    assert case_sections("  \n") == ()


def test_options_are_not_read_twice() -> None:
    text = "## 病例: 男。\n## 选项:\nA: 甲\nB: 乙\n## 参考答案: C"
    assert headings(text, {"A": "甲"}) == [("病例", "男。"), ("参考答案", "C")]
    assert [heading for heading, _ in headings(text)] == ["病例", "选项", "参考答案"]


def test_a_colon_within_a_section_is_text() -> None:
    assert headings("## 查体: 血压: 112/70\nA: 无 B：有") == [("查体", "血压: 112/70\nA: 无 B：有")]


def test_numbers_with_a_hash_are_not_headings() -> None:
    assert headings("## 病例: 3#床 C#调") == [("病例", "3#床 C#调")]


def test_line_ends_of_windows_are_line_ends() -> None:
    assert headings("## 病例\r\n男。\r\n") == [("病例", "男。")]
