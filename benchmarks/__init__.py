"""Benchmarks: this hub beside named peers and physical limits, in one run, as ratios. `make bench` runs them all."""
