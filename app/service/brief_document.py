"""A brief as a JSON document for other programs."""

from typing import Any

from app.domain.brief import Brief, Elsewhere, Item, Quote, Source


def brief_document(brief: Brief) -> dict[str, Any]:
    return {
        "ticket": brief.ticket,
        "number": brief.number,
        "subject": brief.subject,
        "version": brief.version,
        "as_of": brief.as_of.isoformat(),
        "made_with": {"model": brief.made_with.model, "briefing": brief.made_with.briefing},
        "slots": [
            {
                "slot": section.slot,
                "missing": section.missing or None,
                "note": section.note,
                "items": [_item(item) for item in section.items],
            }
            for section in brief.sections
        ],
    }


def _item(item: Item) -> dict[str, Any]:
    return {
        "label": item.label,
        "words": item.words,
        "result": item.result,
        "due": item.due.isoformat() if item.due else None,
        "sources": [_source(each) for each in item.sources],
    }


def _source(source: Source) -> dict[str, Any]:
    if isinstance(source, Quote):
        return {
            "ticket": source.ticket,
            "message": source.message,
            "start": source.start,
            "end": source.end,
            "text": source.text,
            "by": source.by,
            "at": source.at.isoformat(),
        }
    if isinstance(source, Elsewhere):
        about = {"ticket": source.ticket, "number": source.number, "subject": source.subject}
        return {**about, "status": source.status, "at": source.at.isoformat()}
    value = source.value
    return {
        "fact": source.name,
        "value": value if isinstance(value, str | int | float | bool) else value.isoformat(),
        "source": source.source,
        "as_of": source.as_of.isoformat(),
    }
