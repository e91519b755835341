"""The trained scorer: whether a word tells an event, and whether a filler takes a role of it.

    rows         measures and slots, and how they become a matrix
    of_fillers   what is seen of a filler for a role
    of_triggers  what is seen of a word as a trigger
    judge        the weights, and how likely they find it
"""
