"""The demonstration: its data (README.md) and the loader that builds it through the apps' own verbs."""
