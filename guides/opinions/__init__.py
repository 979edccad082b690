"""« Cette page vous a-t-elle aidé ? »: what readers say of an article, without an account, and who reads it."""
