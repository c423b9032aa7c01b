"""Labels are read as people write them, and what is not a label is named."""

from pathlib import Path

import pytest

from app.domain.share import Share
from app.errors import BadInput
from app.service.against_labels import Figures, labels_in


def written(folder: Path, text: str) -> Path:
    file = folder / "labels.csv"
    file.write_text(text, encoding="utf-8")
    return file


def test_people_who_agree_are_believed_and_others_left_out(tmp_path: Path) -> None:
    file = written(tmp_path, "thread,first,second\n18,y,Yes\n36,n,no\n40,y,n\n\n66,0,n\n")
    assert labels_in(file) == {"18": True, "36": False, "66": False}


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "holds no labels"),
        ("ticket,label\n", "holds no labels"),
        ("ticket,label\n7,y\n8,maybe\n", "line 3: 'maybe' is no label"),
        ("ticket\n7\n", "ticket 7 has no label"),
    ],
)
def test_what_is_no_label_is_named_with_its_line(tmp_path: Path, text: str, complaint: str) -> None:
    with pytest.raises(BadInput, match=complaint):
        labels_in(written(tmp_path, text))


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"nowhere\.csv cannot be read"):
        labels_in(tmp_path / "nowhere.csv")
    (tmp_path / "binary.csv").write_bytes(b"ticket,label\n\xff\xfe,y")
    with pytest.raises(BadInput, match="cannot be read"):
        labels_in(tmp_path / "binary.csv")


@pytest.mark.parametrize(
    ("right", "suggested", "wanted", "both"),
    [(12, 23, 23, 12 / 23), (17, 36, 23, 34 / 59), (0, 4, 3, 0.0), (0, 0, 0, None)],
)
def test_one_number_stands_for_precision_and_recall(
    right: int, suggested: int, wanted: int, both: float | None
) -> None:
    assert Figures(Share(right, suggested), Share(right, wanted)).f1 == pytest.approx(both)
