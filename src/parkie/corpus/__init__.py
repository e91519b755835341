"""Many articles together: which are reprints of each other, and which of their events are one happening.

    sources    annotated articles, read back from what ``parkie annotate`` wrote
    copies     articles with nearly the same text
    names      whether two names mean the same body
    sameness   whether two events of different articles are one happening
    happenings what was told once or more often, with all its sources and their disagreements
    tables     copies and happenings as rows
    dedup      the whole of it
"""
