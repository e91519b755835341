"""What the trained scorer sees of happenings.

    of_fillers   of a filler for a role
    of_triggers  of a word as a trigger
"""
