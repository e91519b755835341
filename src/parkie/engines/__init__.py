"""parkie inside engines that people already run: Arrow record batches in, record batches out.

    arrow   the annotator as one function over Arrow data, whatever engine calls it
    ray     Ray Data: actors with an annotator each
    spark   Apache Spark: an annotator in every Python worker
"""
