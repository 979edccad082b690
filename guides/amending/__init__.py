"""Changes that members propose to a part of a guide, and what its keeper answers."""
