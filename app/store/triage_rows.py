"""Analyses and verdicts as rows, and rows as them again."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from app.domain.analysis import Analysis
from app.domain.score import Contribution, Family
from app.domain.triage import Triage, Versions
from app.store.codec import from_json, to_json
from app.store.tables import AnalysisRow

DEMAND = "supervisor_demand"  # the signal of the lens "Customer asked"


def analysis_row(analysis: Analysis) -> dict[str, Any]:
    return {
        "model_revision": analysis.model_revision,
        "text_hash": analysis.text_hash,
        "analysis": to_json(replace(analysis, embedding=b"", advice=b"")),
        "embedding": analysis.embedding,
        "advice": analysis.advice,
    }


def analysis_from(row: AnalysisRow) -> Analysis:
    return replace(from_json(Analysis, row.analysis), embedding=row.embedding, advice=row.advice or b"")


def triage_row(triage: Triage, *, inputs: int) -> dict[str, Any]:
    suggestion, score = triage.suggestion, triage.score
    raising = score.raising
    return {
        "ticket": triage.ticket,
        "as_of": triage.as_of,
        "inputs": inputs,
        "made_with": digest(triage.versions),
        "points": score.points,
        "state": str(score.state),
        "top_reason": _top_reason(triage, raising),
        "tier": suggestion.destination.tier if suggestion.escalate and suggestion.destination else None,
        "escalate": suggestion.escalate,
        "asked": any(each.signal == DEMAND for each in raising),
        "looping": any(each.family is Family.LOOPS for each in raising),
        "triage": to_json(triage),
    }


def digest(versions: Versions) -> str:
    """One word for a set of versions."""
    return hashlib.sha256(to_json(versions).encode()).hexdigest()


def _top_reason(triage: Triage, raising: Sequence[Contribution]) -> str:
    """Why, in words: what a rule gave as its reason, else the strongest contribution."""
    if triage.suggestion.escalate and (triage.suggestion.rule or not raising):
        return triage.suggestion.because
    return raising[0].because if raising else ""
