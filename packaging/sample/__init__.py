"""The sample portfolio, drawn by arithmetic: one module a style."""
