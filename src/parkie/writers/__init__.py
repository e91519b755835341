"""From an article to the outside: tables for a person, lines of JSON, Parquet."""
