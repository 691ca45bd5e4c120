"""What stands more than once."""

from sagewire.validator.repeated import repeated


def test_each_later_one_comes_with_the_first() -> None:
    assert list(repeated([("a", 1), ("b", 2), ("a", 3), ("a", 4)])) == [(3, 1), (4, 1)]


def test_what_has_no_key_is_like_no_other() -> None:
    assert list(repeated([(None, 1), (None, 2)])) == []
