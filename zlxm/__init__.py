"""Checks, prepares and records the papers of government IT projects against a regulation that is data."""

__version__ = "0.1.0"
