"""A corpus at a glance: what ``parkie annotate`` wrote, counted by DuckDB, drawn by Vega, on one page of HTML."""
