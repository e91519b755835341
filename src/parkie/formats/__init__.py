"""Labelled articles in the forms in which people keep them.

    labelled       the labelled article that every form is read into and written from
    marked         our own form: plain text with marks
    check          what is wrong with a labelled article by the contract

    registry       the table of forms; one module each:
                   folder (our own), docbin, prodigy, doccano, label_studio, brat, conll
    files          files and folders of any form, read, written and converted
    draft          what all label tools have in common: regions, links, and a place for the rest
    soundness      whether labels lie well in their text
    problems       what cannot be taken over, with its place
    rows, values, names   JSON rows; values in one line; names of files
"""
