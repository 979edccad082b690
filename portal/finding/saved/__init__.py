"""A search followed by e-mail, without an account: asked for, confirmed, told, stopped in one click (RFC 8058)."""
