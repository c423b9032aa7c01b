"""Teach the models an intent of your team's own from example phrases: list, try, save or remove."""

import argparse
import json
import sys
import time
import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from app.bootstrap import Workspace, analyzer, trainer
from app.commands.asking import workspace_at_terminal
from app.domain.figure_words import figure_lines, how_measured
from app.domain.taught import Correction, InForce, IntentDraft, TaughtIntent
from app.domain.teaching_rules import drafted, problems
from app.domain.trials import Figures, Share, Trial
from app.errors import BadInput, Refused
from app.inference.base import INTENTS
from app.inference.language import is_english
from app.service.teaching import Teacher

KEYS = ("name", "meaning", "positives", "near")
LOOK = 0.5  # seconds between two looks at a trial that another worker is at


def add_arguments(parser: argparse.ArgumentParser) -> None:
    deeds = parser.add_subparsers(dest="deed", required=True, metavar="DEED")
    listing = deeds.add_parser("list", help="what your team has taught, and what it has corrected")
    trying = deeds.add_parser("try", help="learn an intent from a file and say how well it is read, keeping nothing")
    saving = deeds.add_parser("save", help="try an intent from a file, then let every worker of the team know it")
    removing = deeds.add_parser("remove", help="forget an intent")
    for each in (trying, saving):
        each.add_argument("path", type=Path, metavar="FILE", help="a TOML file: name, meaning, positives and near")
    removing.add_argument("name", metavar="NAME")
    for each in (listing, trying, saving, removing):
        each.add_argument("--json", action="store_true", help="print one JSON object")


def run(arguments: argparse.Namespace) -> int:
    document = {"list": _list, "try": _try, "save": _save, "remove": _remove}[arguments.deed](arguments)
    print(json.dumps(document, ensure_ascii=False) if arguments.json else _words(document))
    return 0


def draft_in(path: Path) -> IntentDraft:
    """The intent that a file describes. Raises `BadInput` with every fault that it has."""
    if not path.exists():
        raise BadInput(f"There is no {path}.")
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadInput(f"{path} cannot be read: {error}. It has to be TOML in UTF-8.") from error
    if unknown := sorted(document.keys() - set(KEYS)):
        raise BadInput(f"{path}: {unknown[0]!r} is not known here; there are {', '.join(KEYS)}.")
    draft = drafted(*(_text(path, document, key) for key in KEYS))
    wrong = problems(draft, shipped=INTENTS, is_english=is_english)
    if wrong:
        raise BadInput("\n".join([f"{path}:", *(f"  {field}: {sentence}" for field, sentence in wrong.items())]))
    return draft


def _text(path: Path, document: dict[str, Any], key: str) -> str:
    """A value as text, one phrase a line: files may give lists, or blocks of lines."""
    value = document.get(key, "")
    if isinstance(value, list) and key in {"positives", "near"} and all(isinstance(each, str) for each in value):
        return "\n".join(" ".join(each.split()) for each in value)
    if not isinstance(value, str):
        kind = "a list of phrases" if key in {"positives", "near"} else "text"
        raise BadInput(f"{path}: {key} has to be {kind}.")
    return value


def _list(_arguments: argparse.Namespace) -> dict[str, Any]:
    workspace = workspace_at_terminal()
    try:
        intents, corrections = workspace.console.intents.taught(), workspace.console.intents.corrections()
    finally:
        workspace.close()
    return {"intents": [_intent(each) for each in intents], "corrections": [_correction(each) for each in corrections]}


def _try(arguments: argparse.Namespace) -> dict[str, Any]:
    draft = draft_in(arguments.path)
    lesson = InForce().lesson(draft.name, draft)
    _, figures = trainer(analyzer(_say)).try_out(lesson)
    return {"tried": draft.name, "figures": _figures(figures)}


def _save(arguments: argparse.Namespace) -> dict[str, Any]:
    draft = draft_in(arguments.path)
    workspace = workspace_at_terminal()
    try:
        trial = _tried(workspace, draft)
        if trial.figures is None:
            raise Refused(f"{draft.name} could not be tried and was not saved: {trial.problem}")
        before = {each.name for each in workspace.console.intents.taught()}
        workspace.console.intents.save(draft, trial.id)
    finally:
        workspace.close()
    return {"saved": draft.name, "replaced": draft.name in before, "figures": _figures(trial.figures)}


def _remove(arguments: argparse.Namespace) -> dict[str, Any]:
    workspace = workspace_at_terminal()
    try:
        intents = {each.name: each for each in workspace.console.intents.taught()}
        if arguments.name not in intents:
            known = f"There are: {', '.join(intents)}." if intents else "There is none yet."
            raise BadInput(f"Your team has no intent {arguments.name!r}. {known}")
        workspace.console.intents.remove(intents[arguments.name])
    finally:
        workspace.close()
    return {"removed": arguments.name}


def _tried(workspace: Workspace, draft: IntentDraft) -> Trial:
    """The draft's trial once it is over; a worker that runs beside may have been faster."""
    teacher = Teacher(workspace.store, trainer(analyzer(_say)))
    trial = workspace.console.intents.ask(draft)
    while not trial.over:
        if not teacher.try_waiting(datetime.now(UTC)):
            time.sleep(LOOK)
        trial = workspace.console.intents.trial(trial.id) or trial
    return trial


def _intent(intent: TaughtIntent) -> dict[str, Any]:
    draft = intent.draft
    return {
        "name": draft.name,
        "meaning": draft.meaning,
        "positives": list(draft.positives),
        "near": list(draft.near),
        "by": intent.by,
        "at": intent.at.isoformat(),
    }


def _correction(correction: Correction) -> dict[str, Any]:
    return {
        "intent": correction.intent,
        "text": correction.text,
        "present": correction.present,
        "by": correction.by,
        "at": correction.at.isoformat(),
    }


def _figures(figures: Figures) -> dict[str, Any]:
    return {
        "recall": _share(figures.recall),
        "precision": _share(figures.precision),
        "f1": {"value": figures.f1, "interval": list(figures.f1_interval)},
        "near": _share(figures.near),
        "everyday": _share(figures.everyday),
        "parts": figures.parts,
        "repeats": figures.repeats,
        "misread": [
            {"text": each.text, "present": each.present, "probability": each.probability, "everyday": each.everyday}
            for each in figures.misread
        ],
        "words": [f"{name}: {said}" for name, said in figure_lines(figures)] + [how_measured(figures)],
    }


def _share(share: Share) -> dict[str, Any]:
    interval = [round(each, 3) for each in share.interval] if share.of else None
    return {"value": share.value, "hits": share.hits, "of": share.of, "interval": interval}


def _words(document: dict[str, Any]) -> str:
    """What a person reads of a document."""
    if "removed" in document:
        return f"{document['removed']} is removed; messages are read again without it."
    if "intents" in document:
        return _listed(document)
    if "saved" in document:
        deed = "saved in the place of the one before" if document["replaced"] else "saved"
        lines = [f"{document['saved']} is {deed}; messages are read again, open tickets first."]
    else:
        lines = [f"{document['tried']} was tried; nothing is kept."]
    figures = document["figures"]
    lines += [f"  {each}" for each in figures["words"]]
    return "\n".join([*lines, *_misread(figures["misread"])])


def _listed(document: dict[str, Any]) -> str:
    lines = [
        f"{each['name']}  {len(each['positives'])} phrases, {len(each['near'])} near misses, {each['by']}: "
        f"{each['meaning']}"
        for each in document["intents"]
    ]
    lines += [
        f"{'is' if each['present'] else 'is not'} {each['intent']}  “{each['text']}”, {each['by']}"
        for each in document["corrections"]
    ]
    return "\n".join(lines) or "Your team has taught nothing yet."


def _misread(misread: list[dict[str, Any]]) -> list[str]:
    if not misread:
        return ["  No phrase was misread."]
    return [
        "  Misread:",
        *(
            f"    {each['probability']:4.0%}  {'missed' if each['present'] else 'taken for it'}"
            f"{', an everyday phrase' if each['everyday'] else ''}: {each['text']}"
            for each in misread
        ),
    ]


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
