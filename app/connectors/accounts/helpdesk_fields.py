"""The helpdesk's own custom fields on tickets, read as facts about the account that the ticket came from."""

from app.connectors.accounts.base import ReadFields
from app.connectors.accounts.rows import Gathering
from app.connectors.accounts.values import fact_value
from app.domain.findings import FACTS, Findings, FoundFact
from app.domain.tickets import AccountId
from app.errors import BadInput, SettingsInvalid
from app.settings import AccountSourceSettings

PREFIX = "field "  # of an option: "field Contract value" = "value"


class HelpdeskFields:
    """Asks no server: the fields came with the tickets. What the last changed ticket of an account says holds."""

    def __init__(self, settings: AccountSourceSettings, read_fields: ReadFields) -> None:
        self.name = settings.name
        self._read_fields = read_fields
        self._mapping = mapping_of(settings)
        self._tick = -1
        self._held: dict[tuple[AccountId, str], str] = {}  # what a field said last

    def read(self) -> Findings:
        rows, tick = self._read_fields(after=self._tick)
        for account, _, fields in rows:
            for field in self._mapping.keys() & fields.keys():
                if fields[field].strip():
                    self._held[account, field] = fields[field]
        self._tick = tick
        gathering = Gathering()
        for (account, field), raw in self._held.items():
            name = self._mapping[field]
            try:
                value = fact_value(name, raw)
            except BadInput as error:
                gathering.complain(f"{account}, field {field}", str(error))
                continue
            if value is not None:
                gathering.add((account,), "", [FoundFact(name, value)])
        return gathering.findings

    def close(self) -> None:
        """Nothing is held open."""


def mapping_of(settings: AccountSourceSettings) -> dict[str, str]:
    """Which field is which fact. Raises `SettingsInvalid` for a fact that there is none of."""
    mapping = {key.removeprefix(PREFIX): fact for key, fact in settings.options.items() if key.startswith(PREFIX)}
    if not mapping:
        raise SettingsInvalid(f"The account source {settings.name!r} names no field; write lines such as ARR = value.")
    possible = sorted(name for name, about in FACTS.items() if not about.series)
    for field, fact in mapping.items():
        if fact not in possible:
            raise SettingsInvalid(
                f"The account source {settings.name!r} maps the field {field!r} to {fact!r}, which is none of "
                f"{', '.join(possible)}."
            )
    return mapping
