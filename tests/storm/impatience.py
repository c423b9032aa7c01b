"""The program's own waits made short, in their order and about in their proportions: a kill costs seconds, not minutes.

For processes that play in a storm, before anything else of the program is imported there.
"""

import importlib
import sys
from datetime import timedelta

# Where, what, seconds here (and in the program). What is bounded by another stays so: a claim outlasts a delivery
# (its last step begins within LATEST_START and is answered within ANSWER_SECONDS), and who has died is noticed first.
SHORT: tuple[tuple[str, str, float], ...] = (
    ("app.domain.decisions", "UNDO_FOR", 0.8),  # 10
    ("app.connectors.http", "ANSWER_SECONDS", 10.0),  # 30
    ("app.connectors.request_tracker.doubts", "LATEST_START", 4.0),  # 90
    ("app.connectors.request_tracker.doubts", "SETTLING", 10.0),  # 180
    ("app.service.deliver", "LEASE", 15.0),  # 300
    ("app.service.deliver", "FIRST_WAIT", 0.4),  # 2
    ("app.service.deliver", "LONGEST_WAIT", 3.0),  # 300
    ("app.service.election", "LASTING", 3.0),  # 8
    ("app.service.election", "RENEW", 0.7),  # 2
    ("app.service.worker", "AFTER_A_BUG", 0.8),  # 10
    ("app.service.deeds", "PATIENCE", 0.3),  # 3
    ("app.store.reading_claims", "LASTING", 3.0),  # 60
)


def shorten() -> None:
    """Set them, also where another module has taken one over by its name."""
    for module, name, seconds in SHORT:
        home = importlib.import_module(module)
        was = getattr(home, name)
        short = timedelta(seconds=seconds) if isinstance(was, timedelta) else seconds
        for each in [*sys.modules.values()]:
            if getattr(each, "__name__", "").startswith("app.") and getattr(each, name, None) is was:
                setattr(each, name, short)
