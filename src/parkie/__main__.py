"""``python -m parkie``: the command line."""

from __future__ import annotations

from parkie.cli.app import main

__all__: list[str] = []

if __name__ == "__main__":
    main()
