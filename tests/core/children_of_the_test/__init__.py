"""Small programs that tests run as limited child processes."""
