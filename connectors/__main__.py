"""`python -m connectors`: the same as `hub-connect`."""

from connectors.cli import main

main()
