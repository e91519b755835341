"""Many pages from many files, by worker processes, into one output, losing nothing.

    inputs, rows   what there is to read, and the pages in it, streaming
    pool, worker   who reads them: supervised processes
    output         where results go: parts that are committed step by step
    journal        what has been committed, and by which run
    run            the whole of it
"""
