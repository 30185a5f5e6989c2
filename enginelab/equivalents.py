"""Mutants that disclose what the policy does, each with the reason: judged by hand, and asked like any other."""

EQUIVALENTS: dict[str, str] = {}
