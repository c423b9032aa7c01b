"""What the encoder has no word for is put into words."""

import pytest

from app.inference.wording import reword


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("see https://relay.example/a?b=c now", "see http now"),
        ("@relay your app is down 😡", "@user your app is down furious"),
        ("mail mara@northwind.example please", "mail mara@northwind.example please"),
        ("fish &amp; chips", "fish & chips"),
        ("great 👍🏽", "great good"),
        ("a\n\n b\t c", "a b c"),
        ("key " + "a1" * 200 + " end", "key end"),
        ("\ud800 half", "half"),
        ("", ""),
    ],
)
def test_rewording(text: str, expected: str) -> None:
    assert reword(text) == expected
