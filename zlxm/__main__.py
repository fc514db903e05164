"""`python -m zlxm`."""

from zlxm.cli.app import run

run()
