"""The password of one team's store is used for that store alone, however its address is written."""

from app.secrets import TEAM_PASSWORD, SessionSecrets
from app.service.membership import settle_password

ANA = "postgresql://ana@db.example/warmline"


def left_of(typed: str, *, url: str, before: str = ANA) -> str | None:
    secrets = SessionSecrets({TEAM_PASSWORD: "kept"})
    settle_password(secrets, typed, url=url, before=before)
    return secrets.read(TEAM_PASSWORD)


def test_without_a_new_one_it_stays_for_the_same_store() -> None:
    assert left_of("", url="postgresql://ana@db.example:5432/warmline?sslrootcert=%2Fetc%2Fca.pem") == "kept"


def test_without_a_new_one_it_is_forgotten_for_another_store() -> None:
    for url, before in (
        ("postgresql://ana@db2.example/warmline", ANA),
        ("postgresql://bob@db.example/w", ANA),
        (ANA, ""),
    ):
        assert left_of("", url=url, before=before) is None


def test_a_new_one_takes_its_place() -> None:
    assert left_of("new", url=ANA) == left_of("new", url="postgresql://ana@db2.example/warmline") == "new"
