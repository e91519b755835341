"""Why a page was read as it was: which rule, row or model found what, how surely, and what lost against it.

Nothing of this is in the records. A page is read again by the same pipeline, which gives the same, and what the
components weighed on the way is kept.

    explanation   what comes out, as plain dataclasses
    names         entities: sources, and candidates that lost
    quantities    figures and dates: rows of units, the time that a text speaks from
    arguments     what fills the roles of an event, and what else could have
    happenings    events that a word names, and words that name none
    measures      events that a figure tells
    run           a page, or an article, in; an explanation out
    tree          the same for a person to read
"""
