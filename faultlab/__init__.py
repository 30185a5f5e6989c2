"""The fault laboratory: real parts, killed and starved while they work, and an oracle that counts what is left."""
