"""Pages of HTML that stand alone: one file, no network, no foreign code, nothing of a text taken for markup."""
