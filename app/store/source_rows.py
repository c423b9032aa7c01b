"""When which source last said what of an account, read beside its facts."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.people import Fact, Heard
from app.domain.tickets import AccountId
from app.store.source_tables import SightingRow, SourceRow


def precedence_in(session: Session) -> tuple[str, ...]:
    """The configured sources, the one that holds in a disagreement first."""
    found = select(SourceRow.name).where(SourceRow.place.is_not(None)).order_by(SourceRow.place, SourceRow.name)
    return tuple(session.scalars(found))


def heard_in(session: Session, account: AccountId, facts: Sequence[Fact]) -> tuple[Heard, ...]:
    """For each source and name of these facts, when that was last said; none of facts that no source gave."""
    said = {(fact.source, fact.name): None for fact in facts}
    if not said:
        return ()
    sources = {source for source, _ in said}
    read = dict(session.execute(select(SourceRow.name, SourceRow.read_at).where(SourceRow.name.in_(sources))).all())
    if not read:
        return ()
    rows = session.execute(
        select(SightingRow.source, SightingRow.name, SightingRow.gone_at).where(SightingRow.account == account)
    )
    gone = {(source, name): at for source, name, at in rows}
    return tuple(
        Heard(source, name, gone.get((source, name)) or read[source], gone.get((source, name)))
        for source, name in said
        if source in read
    )
