"""Imported once by the process that all others of a storm are forked from, so that to start one takes no time."""

from tests.storm import impatience

impatience.shorten()

import tests.storm.console_process  # noqa: E402 - what it imports is to find the waits shortened
import tests.storm.worker_process  # noqa: E402, F401
