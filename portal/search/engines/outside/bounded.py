"""Connections whose whole exchange takes no longer than promised.

A client's time-out is that of each wait: an answer that drips byte by byte lasts for ever, a name that no server
resolves takes ten seconds, a host of three addresses three times the delay.
"""

import io
import threading
from concurrent.futures import Future
from http.client import HTTPResponse
from time import monotonic

from urllib3.exceptions import ConnectTimeoutError


class _Bounded(io.RawIOBase):
    """A socket's file, each reading of which waits for what is left of the whole time."""

    def __init__(self, raw, sock):
        self.raw, self.sock = raw, sock
        self.deadline = monotonic() + sock.gettimeout()

    def readable(self):
        return True

    def readinto(self, buffer):
        left = self.deadline - monotonic()
        if left <= 0:
            raise TimeoutError("the whole answer takes too long")
        self.sock.settimeout(left)
        return self.raw.readinto(buffer)

    def close(self):
        self.raw.close()
        super().close()


class BoundedResponse(HTTPResponse):
    def __init__(self, sock, *args, **kwargs):
        super().__init__(sock, *args, **kwargs)
        self.fp = io.BufferedReader(_Bounded(self.fp.detach(), sock))


class BoundedConnection:
    """To be mixed into urllib3's connections."""

    response_class = BoundedResponse

    def connect(self):
        """The name's resolution, each address and the TLS handshake: all of it within the delay of one."""
        done = Future()
        threading.Thread(target=self._connect, args=[done, super().connect], daemon=True).start()
        try:
            done.result(self.timeout)
        except TimeoutError as error:
            done.cancel()
            raise ConnectTimeoutError(self, "the connection takes too long") from error

    def _connect(self, done, connect):
        try:
            connect()
        except BaseException as error:
            if done.set_running_or_notify_cancel():
                done.set_exception(error)
        else:
            if done.set_running_or_notify_cancel():
                done.set_result(None)
            else:
                self.close()  # nobody waits any more


def bound(pool):
    """Make a urllib3 pool open such connections."""
    pool.ConnectionCls = type("Bounded", (BoundedConnection, pool.ConnectionCls), {})
