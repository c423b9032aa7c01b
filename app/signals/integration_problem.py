"""Something between the product and the customer's own systems does not work: an API, a webhook, a connector."""

from dataclasses import replace

from app.domain.snapshot import Reading, Snapshot
from app.signals.grounds import rests_on, words
from app.signals.said import ASKED, all_ask, lasting_in, mentions

INTENT = "api_integration"


@rests_on(words)
def integration_problem(snapshot: Snapshot) -> Reading | None:
    """A mere question ("where do I find my API key?") counts for less than a fault."""
    found = mentions(snapshot, INTENT)
    reading = lasting_in(found, because="an integration or an API is in trouble")
    if reading is None:
        return None
    if all_ask(snapshot, (each.read for each in found)):
        return replace(reading, strength=reading.strength * ASKED, because="a question about an integration or an API")
    return reading
