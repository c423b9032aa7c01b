"""Public data sets, mapped onto the support taxonomy where they fit, and as background where they don't."""

import csv
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from random import Random

from app.errors import BadInput
from app.inference.training.phrases import GRIEF, NEVER_PLAIN, Example, asked

SEED = 7
MULTIDOGO_TURNS = "multidogo/data/paper_splits/splits_annotated_at_turn_level"
PER_CLASS = 25  # of each public intent; more takes longer and teaches little
BACKGROUND = 2000  # tweets
COMMENTS = 16_000  # of Reddit, among the texts without a label
PUBLIC_WEIGHT = 0.25  # a public row against one of our own phrases, which are nearer to what is asked

SELDOM = frozenset({*NEVER_PLAIN, "api_integration", "database_problem", "performance", "feature_request"})
"""What no public row is, unless it is mapped to it."""

COURTESY = frozenset({"thanks", "closing"})
"""What rows of banking77 and CLINC150 are not, unless they are mapped to it."""

OF_SUPPORT = frozenset(
    {"bug", "refund", "login_access", "billing_dispute", "payment_failure", "invoice_question", "plan_change"}
    | {"status_inquiry", "deadline", "delivery_order", "how_to"}
)
"""What a tweet that is not addressed to any support seldom is."""

BANKING = {
    "refund": "request_refund Refund_not_showing_up",
    "billing_dispute": "transaction_charged_twice extra_charge_on_statement card_payment_fee_charged "
    "card_payment_not_recognised direct_debit_payment_not_recognised cash_withdrawal_not_recognised "
    "transfer_fee_charged",
    "payment_failure": "declined_card_payment declined_transfer failed_transfer top_up_failed",
    "delivery_order": "card_arrival card_delivery_estimate",
    "login_access": "passcode_forgotten pin_blocked",
    "churn_threat": "terminate_account",
    "how_to": "activate_my_card edit_personal_details verify_my_identity automatic_top_up",
}
CLINC = {
    "thanks": "thank_you",
    "closing": "goodbye",
    "payment_failure": "card_declined",
    "login_access": "account_blocked",
    "delivery_order": "order_status",
    "invoice_question": "bill_due",
}
MULTIDOGO = {
    "thanks": "thankyou",
    "closing": "closinggreeting",
    "billing_dispute": "disputecharge",
    "bug": "reportbrokensoftware",
    "churn_threat": "closeaccount",
    "delivery_order": "startorder",
}
DOUBTFUL = {
    "compromised_card": {"data_breach"},
    "lost_or_stolen_phone": {"data_breach"},
    "why_verify_identity": {"privacy_request"},
    "report_fraud": {"data_breach"},
    "reportbrokensoftware": {"performance", "database_problem", "fix_did_not_work", "outage"},
    "checkserverstatus": {"performance", "outage"},
    "outofdomain": set(SELDOM),
    "thankyou": {"closing"},
    "closinggreeting": {"thanks"},
    "rejection": {"thanks", "closing"},
    "confirmation": {"thanks", "closing"},
    "goodbye": {"thanks"},
    "thank_you": {"closing"},
}


def rows(folder: Path) -> list[Example]:
    """Rows of all public sets that teach intents, a fixed sample of each class."""
    return [
        *_mapped(_banking(folder / "banking77" / "train.csv"), BANKING),
        *_mapped(_clinc(folder / "clinc150" / "data_full.json"), CLINC),
        *_mapped(_multidogo(folder / MULTIDOGO_TURNS), MULTIDOGO),
        *_tweets(folder),
    ]


def tweets(folder: Path) -> list[tuple[str, int]]:
    """SemEval-2017 tweets with their tone: 0 negative, 1 neutral, 2 positive; in a fixed random order."""
    found = []
    for line in lines(folder / "semeval2017" / "train_reconstructed.tsv"):
        _, _, tone, text = line.split("\t", 3)
        found.append((text, int(tone)))
    Random(SEED).shuffle(found)  # noqa: S311 - an order, no secret
    return found


def unlabelled(folder: Path) -> list[str]:
    """Short texts of people on Twitter and Reddit, for whose tone we have no label, or do not use it."""
    tweeteval = folder / "tweeteval"
    found = [text for task in ("offensive", "emotion") for text in lines(tweeteval / task / "train_text.txt")]
    comments = [line.split("\t")[0] for line in lines(folder / "goemotions" / "original" / "train.tsv")]
    Random(SEED).shuffle(comments)  # noqa: S311 - an order, no secret
    return [*dict.fromkeys([*found, *comments[:COMMENTS]])]


def dialogues(folder: Path) -> list[str]:
    """Customers' turns of MultiDoGO, in a fixed random order."""
    found = sorted({text for texts in _multidogo(folder / MULTIDOGO_TURNS).values() for text in texts})
    Random(SEED).shuffle(found)  # noqa: S311 - an order, no secret
    return found


def _mapped(labelled: Mapping[str, Sequence[str]], mapping: Mapping[str, str]) -> Iterable[Example]:
    intents = {label: intent for intent, labels in mapping.items() for label in labels.split()}
    for label, texts in sorted(labelled.items()):
        present = frozenset({intents[label]} if label in intents else set())
        absent = (SELDOM | COURTESY) - present - DOUBTFUL.get(label, set())
        chosen = Random(SEED).sample(sorted(texts), min(PER_CLASS, len(texts)))  # noqa: S311 - a sample, no secret
        for text in chosen:
            yield Example(text, *asked(text, present=present, absent=absent), weight=PUBLIC_WEIGHT)


def _tweets(folder: Path) -> Iterable[Example]:
    """Talk that is no support at all; what is negative may well be disappointed."""
    for text, tone in tweets(folder)[:BACKGROUND]:
        doubtful = {"apology", "promise"}
        if tone == 0:
            doubtful |= {*GRIEF, "outage", "bug", "performance", "billing_dispute"}
        lacks = (SELDOM | OF_SUPPORT) - doubtful | ({"thanks"} if tone < 2 else set())
        yield Example(text, *asked(text, absent=lacks), weight=PUBLIC_WEIGHT)


def _banking(file: Path) -> dict[str, list[str]]:
    found = defaultdict(list)
    for row in csv.DictReader(lines(file)):
        found[row["category"]].append(row["text"])
    return found


def _clinc(file: Path) -> dict[str, list[str]]:
    found = defaultdict(list)
    document = json.loads("\n".join(lines(file)))
    for part in ("train", "oos_train"):
        for text, label in document[part]:
            found[label].append(text)
    return found


def _multidogo(folder: Path) -> dict[str, list[str]]:
    found = defaultdict(set)
    for file in sorted(folder.glob("*/train.tsv")):
        for line in lines(file)[1:]:
            fields = line.split("\t")
            if len(fields) == 6 and fields[5].isalpha() and fields[5] != "contentonly":
                found[fields[5]].add(fields[3])
    return {label: sorted(texts) for label, texts in found.items() if len(texts) > 5}


def lines(file: Path) -> list[str]:
    try:
        return file.read_text(encoding="utf-8", errors="replace").rstrip("\n").split("\n")
    except OSError as error:
        raise BadInput(
            f"The training data {file} cannot be read: {error.strerror}. Say where it is with --data."
        ) from error
