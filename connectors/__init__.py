"""Connectors: each reads what an agency's system writes and says it as events; one package per kind of source.

They share `exchange` (the wire) and the schemas with the hub and know nothing else of it.
"""
