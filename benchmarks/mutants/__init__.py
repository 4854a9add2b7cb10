"""Whether the tests notice one-line slips in what decides: `python -m benchmarks.mutants`."""
