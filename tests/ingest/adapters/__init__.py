"""Mappings and adapters: what they give, and what they refuse."""
