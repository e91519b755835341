"""Strings and numbers, with no idea of parks: folding, numerals, sentences."""
