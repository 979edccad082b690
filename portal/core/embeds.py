"""Videos and sounds that a page may show: an allow-list of players, known by their address alone.

Nothing is fetched from the players by us (no oEmbed), and nothing by the visitor before a click: a page shows a link,
and static/js/embed.js puts the player in its place when asked. Imported by the settings (CSP): no Django model here.
"""

import re
from dataclasses import dataclass

PEERTUBE_HOSTS = ("framatube.org", "peertube.fr", "video.coop", "tube.fede.re", "tube.aquilenet.fr")

_PLAYERS = (
    (r"https://(?:www\.)?youtube\.com/watch\?(?:.*&)?v=([\w-]{11})\b.*", "https://www.youtube-nocookie.com/embed/{}"),
    (r"https://youtu\.be/([\w-]{11})\b.*", "https://www.youtube-nocookie.com/embed/{}"),
    (r"https://vimeo\.com/(\d+)\b.*", "https://player.vimeo.com/video/{}?dnt=1"),
    (r"https://(?:www\.)?dailymotion\.com/video/(\w+)\b.*", "https://geo.dailymotion.com/player.html?video={}"),
    *(
        (rf"https://{re.escape(host)}/(?:w|videos/watch)/([\w-]+)\b.*", f"https://{host}/videos/embed/{{}}")
        for host in PEERTUBE_HOSTS
    ),
)
PLAYER_ORIGINS = sorted({re.match(r"https://[^/]+", player)[0] for _, player in _PLAYERS})
PLAYER_NAMES = "YouTube, Vimeo, Dailymotion, PeerTube (" + ", ".join(PEERTUBE_HOSTS) + ")"


@dataclass(frozen=True)
class Player:
    """Where a video is played: `url` for an <iframe>, `host` for people."""

    url: str
    host: str


def find_player(url):
    """Return the Player of a video's address, or None when it is outside the allow-list."""
    for pattern, player in _PLAYERS:
        if match := re.fullmatch(pattern, url):
            return Player(player.format(match[1]), re.match(r"https://(?:www\.)?([^/]+)", url)[1])
    return None
