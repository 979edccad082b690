"""Distances on the ground."""

from math import asin, cos, radians, sin, sqrt

EARTH_KM = 6371.0088  # mean radius (IUGG)


def distance_km(one, other):
    """Kilometres as the crow flies between two (latitude, longitude) in WGS84 degrees: the haversine formula."""
    latitude, longitude = radians(one[0]), radians(one[1])
    other_latitude, other_longitude = radians(other[0]), radians(other[1])
    half = sin((other_latitude - latitude) / 2) ** 2
    half += cos(latitude) * cos(other_latitude) * sin((other_longitude - longitude) / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(min(1, half)))
