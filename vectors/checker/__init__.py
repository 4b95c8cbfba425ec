"""A second, plain implementation of the rules, to check the case files against."""
