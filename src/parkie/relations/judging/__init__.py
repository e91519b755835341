"""The trained scorer, whatever it scores.

    rows     measures and slots, and how they become a matrix
    judge    the weights, and how likely they find a row
"""
