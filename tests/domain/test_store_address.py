"""Two addresses of one store, as one person, are known to be that."""

import pytest

from app.domain.store_address import whose_store

ANA = "postgresql://ana@db.example/warmline"


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://ana@DB.example:5432/warmline",
        "postgresql://ana@db.example/warmline?sslrootcert=%2Fetc%2Fca.pem&target_session_attrs=any",
        "postgresql://%61na@db.example/warmline",
        "postgresql:///warmline?host=db.example&user=ana",
    ],
)
def test_however_it_is_written_it_is_the_same_store(url: str) -> None:
    assert whose_store(url) == whose_store(ANA) == "ana@db.example:5432/warmline"


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://bob@db.example/warmline",
        "postgresql://ana@db2.example/warmline",
        "postgresql://ana@db.example:5433/warmline",
        "postgresql://ana@db.example/other",
        "postgresql://ana@db.example/warmline?port=5433",
    ],
)
def test_another_login_server_or_database_is_another(url: str) -> None:
    assert whose_store(url) != whose_store(ANA)
