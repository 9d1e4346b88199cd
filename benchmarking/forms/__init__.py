"""Forms of the benchmarking app: one module per noun. Forms read what was typed; actions decide and save."""
