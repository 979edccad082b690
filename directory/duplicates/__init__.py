"""Two sheets for one structure: found (likeness, index), told apart for good (refusals), or made one (merge)."""
