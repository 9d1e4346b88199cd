"""Views of the benchmarking app: one module per noun."""
