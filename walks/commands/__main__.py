"""Lets `python -m walks.commands` be the walks command line."""

from walks.commands import main

main(prog_name="walks")
