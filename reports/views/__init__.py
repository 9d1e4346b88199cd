"""Pages of reports: the library, a request, one report and what can be done with it."""
