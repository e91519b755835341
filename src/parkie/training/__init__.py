"""Training the reader of names on articles that people have labelled.

    examples   labelled articles -> what the network sees and what it should say
    network    the network with its gradients, and the steps it takes
    fit        the training itself: batches, noise, early stopping
    scores     how well names are found: per label, exact and partial, with intervals
    run        the whole of it: articles in, a pipeline on disk with its card out
"""
