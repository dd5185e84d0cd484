"""Dateline: one sourced record of what many outlets report."""

__all__: list[str] = []
