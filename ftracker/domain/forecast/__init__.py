"""What will probably be spent, and what will lie in accounts: pure numerics.

Only this package imports numpy, and `answers` and `files` in it do not: what answers a page reads
stored results and must stay light.
"""
