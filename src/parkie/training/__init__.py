"""Training the reader of names on articles that people have labelled.

    split      articles to learn from and articles to check with, with nothing in common
    examples   labelled articles -> what the network sees and what it should say
    learner    the network's gradients, and the steps it takes
    fit        the training itself: batches, noise, early stopping
    documents  labelled articles -> spaCy's training data
    config     spaCy's training config, and training by it
    scores     how well names are found: per label, exact and partial, with intervals
    card       how a tagger was made, for its readers
    run        the whole of it: articles in, a pipeline on disk with its card out
"""
