"""Labelled articles in the forms in which people keep them.

    labelled   the labelled article that every form is read into and written from
    marked     our own form: plain text with marks
    check      what is wrong with a labelled article
"""
