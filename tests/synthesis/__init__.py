"""The generator of fictional application materials: pages with an exact truth, for tests, samples and benchmarks."""
