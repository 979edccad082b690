"""Forms that anybody may fill without an account: what keeps robots and floods out of them."""
