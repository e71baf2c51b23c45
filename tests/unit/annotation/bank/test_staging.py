from annotation.bank.intake.staging import Staged, Staging


def test_rows_come_back_in_the_order_of_the_file_or_of_their_keys() -> None:
    with Staging() as staging:
        staging.add([Staged(2, "b", {"n": 1}), Staged(3, "a", {"n": 2}), Staged(4, "c", None)])
        assert [row.line for row in staging] == [2, 3]
        assert [row.line for row in staging.by_key()] == [3, 2]


def test_a_key_that_was_seen_is_found_with_its_line() -> None:
    with Staging() as staging:
        staging.add([Staged(2, "b", {}), Staged(9, "钥匙", None)])
        assert staging.first_lines(["b", "x", "钥匙"]) == {"b": 2, "钥匙": 9}
