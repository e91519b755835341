"""What can go wrong, drawn as a tree.

    ParkieError
    ├── PageError        the page cannot be read: empty, binary, undecodable, too large
    ├── LexiconError     a data file of the package, or one given by the user, is not as it must be
    ├── PipelineError    a pipeline cannot be loaded or put together
    ├── InputError       what is to be annotated is not there, or is not what it should be
    ├── OutputError      a result cannot be written where it should go
    ├── AlignmentError   a reading does not lie inside its text (a bug in a matcher)
    └── RecordError      a record breaks an invariant: a span that is not its text, an id that is not there

    PageWarning          a page was read, but not all of it: bytes that are no text became U+FFFD

Every message says what was expected, what was found, where, and what to do.
"""

from __future__ import annotations

__all__ = [
    "AlignmentError",
    "InputError",
    "LexiconError",
    "OutputError",
    "PageError",
    "PageWarning",
    "ParkieError",
    "PipelineError",
    "RecordError",
]


class ParkieError(Exception):
    """Base of every error that parkie raises on purpose."""


class PageError(ParkieError):
    """The page cannot be read: empty, binary, undecodable or too large."""


class LexiconError(ParkieError):
    """A word list or table is missing or malformed; the message names file and row."""


class PipelineError(ParkieError):
    """A pipeline cannot be loaded or assembled; the message names the component."""


class InputError(ParkieError):
    """An input of many pages is missing or malformed; the message names file, and row where there are rows."""


class OutputError(ParkieError):
    """A result cannot be written; the message names the file and what to do."""


class AlignmentError(ParkieError):
    """A reading does not lie inside its text; the message names component and offsets."""


class RecordError(ParkieError):
    """A record breaks an invariant; the message names the record and the field."""


class PageWarning(UserWarning):
    """A page was read, but something of it was lost on the way; the message says what."""
