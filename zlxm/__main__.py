"""`zlxm` and `python -m zlxm`: the program is loaded under the same protection that it runs under."""

from __future__ import annotations

import sys

from zlxm.cli.signals import INTERRUPTED, end_in_order


def main() -> None:
    """Run the program and exit."""
    end_in_order()
    try:
        from zlxm.cli.app import run  # noqa: PLC0415 a tenth of a second, in which Ctrl-C may be pressed

        run()
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)


if __name__ == "__main__":
    main()
