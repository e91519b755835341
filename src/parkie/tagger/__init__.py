"""A trained reader of names, on top of the rules: it sees the characters and what rules and gazetteer made of them.

    labels     the labels it knows, and tags begin, inside, last, unit
    features   text and readings -> numbers
    heads      what the network tells of a character: names, triggers, arguments
    network    numbers -> how likely each tag is, character by character
    decoding   the best sequence of tags in which every mention is whole
    certainty  how sure it is of a name
    sightings  where it suspects triggers and arguments
    tagger     the whole of it: text and readings in, mentions out
    backprop   the network with its gradients
    windows    labelled text as it is learnt from
    silver     what keeps it from forgetting what is not labelled
"""
