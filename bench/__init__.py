"""The project's figures, each measured by one command: `python -m bench NAME` (docs/mesures.md says what they mean)."""
