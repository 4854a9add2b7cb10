"""What c360lint costs beside other programs: `python -m benchmarks`, from the root of the repository."""
