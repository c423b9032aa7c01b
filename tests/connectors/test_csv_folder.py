"""A folder of CSV files as people and nightly jobs leave it."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.connectors.accounts.csv_folder import CsvFolder
from app.domain.findings import Findings
from app.errors import Unreachable
from app.settings import AccountSourceSettings
from tests.connectors.account_sources_conformance import ACME, facts_of, value_of

EARLIER = datetime.now(UTC) - timedelta(hours=1)


def put(folder: Path, name: str, text: str, *, encoding: str = "utf-8", fresh: bool = False) -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    if not fresh:
        os.utime(path, (EARLIER.timestamp(), EARLIER.timestamp()))
    return path


def read(folder: Path) -> Findings:
    return CsvFolder(AccountSourceSettings("crm", "csv_folder", url=str(folder))).read()


def test_each_file_says_its_own(tmp_path: Path) -> None:
    put(tmp_path, "accounts.csv", f"Domain;Company;ARR;Renewal date;Health score\n{ACME};Acme;$84k;2027-03-01;55\n")
    put(tmp_path, "invoices.csv", f'email,date,amount\nbilling@{ACME},2026-02-01,"1,200.50"\n')
    put(
        tmp_path,
        "payments.csv",
        f"domain,date,amount,status\n{ACME},2026-02-02,100,failed\n{ACME},2026-02-03,100,Paid\n{ACME},2026-02-04,9,pending\n",
    )
    put(tmp_path, "usage.csv", f"domain,week,users\n{ACME},2026-02-02,40\n{ACME},2026-02-09,30\n")
    put(tmp_path, "notes.csv", f'domain,date,text\n{ACME},2026-02-02,"Ana called,\nall is well"\n')
    findings = read(tmp_path)
    assert findings.complaints == ()
    assert value_of(findings, ACME) == 84_000
    said = {
        name: [each.value for each in facts_of(findings, ACME, name)]
        for name in ("health", "failed payment", "payment")
    }
    assert said == {"health": [55], "failed payment": [100], "payment": [100]}
    assert [each.value for each in facts_of(findings, ACME, "usage")] == [40, 30]
    assert [each.value for each in facts_of(findings, ACME, "note")] == ["Ana called,\nall is well"]
    assert [each.value for each in facts_of(findings, ACME, "invoice")] == [1_200.5]
    assert {each.name for each in findings.accounts} == {"Acme", ""}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "windows-1252"])
def test_whatever_the_encoding(tmp_path: Path, encoding: str) -> None:
    put(tmp_path, "accounts.csv", f"domain,name,value\n{ACME},Müller & Söhne,84000\n", encoding=encoding)
    [account] = read(tmp_path).accounts
    assert account.name == "Müller & Söhne"


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (f"{ACME},much,", "value is a number"),
        (f"{ACME},1.2.3,", "value is a number"),
        (f'{ACME},"84.000,50",', "value is a number"),
        (f"{ACME},1,01/02/2027", "renewal is a date"),
        (",1,2027-03-01", "it names no account"),
        (f"{ACME},1", "2 cells where the header has 3"),
        (f'{ACME},"1,2027-03-01', "not good CSV"),
    ],
)
def test_a_malformed_row_is_named_by_its_line_and_takes_nothing_back(tmp_path: Path, row: str, words: str) -> None:
    put(tmp_path, "accounts.csv", f"domain,value,renewal\nglobex.example,5,2027-01-01\n{row}\n")
    findings = read(tmp_path)
    assert value_of(findings, "globex.example") == 5
    assert [(each.where, words in each.what) for each in findings.complaints] == [("accounts.csv, line 3", True)]
    assert not {"value", "renewal"} <= findings.whole


def test_the_same_mistake_in_every_row_is_said_once(tmp_path: Path) -> None:
    put(tmp_path, "accounts.csv", "domain,value\n" + "".join(f"a{number}.example,?\n" for number in range(50)))
    [complaint] = read(tmp_path).complaints
    assert complaint.where == "accounts.csv, line 2"
    assert complaint.what.endswith("(50 rows)")


def test_a_row_that_is_still_being_written_waits_for_the_next_time(tmp_path: Path) -> None:
    put(tmp_path, "accounts.csv", f"domain,value\nglobex.example,5\n{ACME},840", fresh=True)
    findings = read(tmp_path)
    assert value_of(findings, ACME) is None
    assert value_of(findings, "globex.example") == 5
    assert "may still be being written" in findings.complaints[0].what
    assert "value" not in findings.whole
    put(tmp_path, "accounts.csv", f"domain,value\nglobex.example,5\n{ACME},84000")  # an hour ago: that is all of it
    assert value_of(read(tmp_path), ACME) == 84_000


def test_a_file_that_is_missing_or_unusable_takes_nothing_back(tmp_path: Path) -> None:
    put(tmp_path, "accounts.csv", f"domain,value\n{ACME},84000\n")
    put(tmp_path, "usage.csv", "who,what\nme,that\n")
    findings = read(tmp_path)
    assert findings.whole == {"value"}
    assert [each.where for each in findings.complaints] == ["usage.csv"]
    assert value_of(findings, ACME) == 84_000


def test_an_empty_file_is_said(tmp_path: Path) -> None:
    put(tmp_path, "accounts.csv", "")
    findings = read(tmp_path)
    assert (findings.accounts, findings.whole) == ((), frozenset())
    assert "does not start with a line that names its columns" in findings.complaints[0].what


@pytest.mark.parametrize("folder", ["", "nowhere"])
def test_a_folder_without_files_says_what_belongs_there(tmp_path: Path, folder: str) -> None:
    with pytest.raises(Unreachable, match=r"accounts\.csv|no folder"):
        read(tmp_path / folder)
