"""How rows of fields with their names before them are spaced, in every form alike."""

from PySide6.QtWidgets import QFormLayout, QWidget

from app.ui.theme import Space


def form_rows(owner: QWidget) -> QFormLayout:
    """An empty layout for rows that grow with the form."""
    form = QFormLayout(owner)
    form.setContentsMargins(0, 0, 0, 0)
    form.setHorizontalSpacing(Space.LARGE)
    form.setVerticalSpacing(Space.MEDIUM)
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    return form
