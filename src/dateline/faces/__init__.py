"""The faces of a record: one outline (``outline.py``) shown in the terminal, as Markdown and as one HTML file.

Not called ``brief``: that name is the public function ``dateline.brief``.
"""
