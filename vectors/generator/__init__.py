"""Writes the named test cases of this directory, one module per file of cases."""
