"""Who may read and write which rows of a team's store: one line a table, held by PostgreSQL itself.

Each person has a database role of their own. Conditions rest on `session_user`, which neither SET ROLE nor set_config
can change. A table without a line here can be touched by nobody but its owner.
"""

from collections.abc import Iterator
from dataclasses import dataclass

ANYONE = "true"  # of the team: the tables are granted to nobody else
ME = "(SELECT public.warmline_name())"  # in a subquery, so that it is asked once and not for every row
LEAD = "(SELECT public.warmline_rank()) = 'lead'"
PROGRAM = "'Warmline'"  # who decided where a rule acted by itself; `login` says on whose console
CLOCK = "'', 'the time', 'a reply'"  # what ends an offer or wakes a ticket; `login` says whose worker noticed


@dataclass(frozen=True, slots=True)
class Rule:
    """Conditions on a table's rows, in SQL; None is nobody. Where `columns` are named, only they can be changed."""

    table: str
    read: str | None = ANYONE
    add: str | None = ANYONE
    change: str | None = ANYONE
    remove: str | None = ANYONE
    columns: tuple[str, ...] = ()


SHARED = (  # what workers and consoles write on everybody's behalf
    *("tickets", "messages", "texts", "events", "agents", "groups", "cursors"),
    *("accounts", "facts", "analyses", "triages", "lines", "outbox"),
    *("account_sources", "sightings", "briefs", "past_briefs", "silent_decisions", "solved", "placements"),
    *("connection_health", "worker_health", "leases", "reading_claims"),
    *("taught_intents", "corrections", "trials", "learnt"),
)

_MINE = f"person = {ME}"
_ASKED = "string_to_array(asked, chr(10))"
_HEARD = "string_to_array(readers, chr(10))"
_BETWEEN = f"by = {ME} OR {ME} = ANY ({_HEARD}) OR lower({ME}) = ANY ({_HEARD})"
_ASKED_ME = f"{ME} = ANY ({_ASKED}) OR lower({ME}) = ANY ({_ASKED})"
_OURS = f"by = {ME} OR {_ASKED_ME}"
_SEEN = "SELECT FROM public.consults AS asked WHERE asked.id = consult_words.consult"  # by whom its own rule lets

RULES = (
    *(Rule(table) for table in SHARED),
    Rule("clock", add=None, remove=None),
    Rule("alembic_version", add=None, change=None, remove=None),
    Rule("people", add=LEAD, change=LEAD, remove=None),
    # Nobody can write in another's name, and what is written stays: a decision can only be taken back.
    Rule("decisions", add=f"by IN ({ME}, {PROGRAM})", remove=None, columns=("undone_at", "revision")),
    Rule("audit", add=f"by IN ({ME}, {PROGRAM}, {CLOCK})", change=None, remove=None),
    Rule("transfers", add=f"sender = {ME}", remove=None),
    # What is said about an offer is read by both ends, and by no lead; the offer itself by everybody.
    Rule("transfer_words", read=_BETWEEN, add=f"by = {ME}", change=None, remove=None),
    Rule("transfer_feedback", remove=None),
    Rule("snoozes", remove=None),
    Rule("misses", remove=None),
    Rule("alerts", change=None, remove=None),
    Rule("alerts_seen", _MINE, _MINE, _MINE, _MINE),
    Rule("brief_reads", ANYONE, _MINE, _MINE, _MINE),  # what somebody stopped at is kept, whoever tidies up
    Rule("unsent", _MINE, _MINE, _MINE, _MINE),
    # A private question is read by who asked and who was asked, and by whom and of whom it was stays. Who was asked
    # says more, in their own name, as long as it is open; who asked closes it. Nobody alters what was said.
    Rule(
        "consults",
        read=_OURS,
        add=f"by = {ME}",
        change=f"by = {ME} OR open AND ({_ASKED_ME})",
        remove=None,
        columns=("open", "version", "closed_at", "revision"),
    ),
    Rule(
        "consult_words",
        read=f"EXISTS ({_SEEN})",
        add=f"by = {ME} AND number >= 0 AND EXISTS ({_SEEN} AND asked.open)",
        change=None,
        remove=None,
    ),
    # A draft is read by whoever typed it. Those without a person are from before drafts had one.
    Rule(
        "drafts",
        read=f"person IN ({ME}, '')",
        add=f"person = {ME}",
        change=f"person = {ME}",
        remove=f"person = {ME}",
    ),
    Rule("presence", ANYONE, _MINE, _MINE, _MINE),
    Rule("own_hours", ANYONE, _MINE, _MINE, remove=None),  # everybody is routed to by it, and says it of themselves
)

SIGNED = ("decisions", "audit")  # tables whose `login` the server fills in

_FUNCTIONS = """
CREATE OR REPLACE FUNCTION public.warmline_name() RETURNS text LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
    AS $$ SELECT name FROM public.people WHERE login = session_user AND removed_at IS NULL $$;
CREATE OR REPLACE FUNCTION public.warmline_rank() RETURNS text LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
    AS $$ SELECT rank FROM public.people WHERE login = session_user AND removed_at IS NULL $$;
CREATE OR REPLACE FUNCTION public.warmline_sign() RETURNS trigger LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp
    AS $$ BEGIN NEW.login := session_user; RETURN NEW; END $$;
"""


def statements(group: str, database: str) -> Iterator[str]:
    """SQL that puts every rule in force for the members of `group`, whatever was in force before. Names are quoted."""
    yield _FUNCTIONS
    yield "REVOKE CREATE ON SCHEMA public FROM PUBLIC"
    yield f"REVOKE ALL ON DATABASE {database} FROM PUBLIC"
    yield f"GRANT CONNECT ON DATABASE {database} TO {group}"
    yield f"GRANT USAGE ON SCHEMA public TO {group}"
    for rule in RULES:
        yield from _in_force(rule, group)
    for table in SIGNED:
        yield (
            f"CREATE OR REPLACE TRIGGER warmline_sign BEFORE INSERT ON public.{table}"
            " FOR EACH ROW EXECUTE FUNCTION public.warmline_sign()"
        )


def _in_force(rule: Rule, group: str) -> Iterator[str]:
    table = f"public.{rule.table}"
    yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"
    yield f"REVOKE ALL ON {table} FROM PUBLIC, {group}"
    conditions = {"SELECT": rule.read, "INSERT": rule.add, "UPDATE": rule.change, "DELETE": rule.remove}
    for deed, condition in conditions.items():
        policy = f"warmline_{deed.lower()}"
        yield f"DROP POLICY IF EXISTS {policy} ON {table}"
        if condition is None:
            continue
        only = f" ({', '.join(rule.columns)})" if deed == "UPDATE" and rule.columns else ""
        yield f"GRANT {deed}{only} ON {table} TO {group}"
        using = "" if deed == "INSERT" else f" USING ({condition})"
        checked = f" WITH CHECK ({condition})" if deed in {"INSERT", "UPDATE"} else ""
        yield f"CREATE POLICY {policy} ON {table} FOR {deed} TO {group}{using}{checked}"
