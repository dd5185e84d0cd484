"""Accuracy on public benchmarks: one scorer of counts that add up, one module for each group of data sets.

``SETS`` is the explicit table of what ``dateline evaluate`` can measure. The data is read by path and never part of
the project.
"""
