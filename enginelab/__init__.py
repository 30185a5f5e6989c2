"""The laboratory of decisions: OPA, the embedded engine and an oracle are asked alike; spoilt policies are found."""
