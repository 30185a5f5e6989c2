"""The sample day: invented agencies and users, and a generator of the files that their systems would write."""
