"""What can be wrong, by how much of the file it stops. Each message is a French sentence for whoever imports."""


class ImportRefused(Exception):
    """Nothing of the file is taken."""


class RowRefused(Exception):
    """The row is not taken: taking it without the value would be a guess."""


class LeftOut(Exception):
    """The row is taken without the value, and says so."""
