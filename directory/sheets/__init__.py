"""What can be taken away of the directory on paper or in a phone: vCard, QR code, poster, booklet.

All of it reads the catalogue, where there is neither e-mail nor person.
"""
