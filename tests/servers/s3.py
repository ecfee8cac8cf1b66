"""A server on this machine that speaks the S3 protocol, and the variables under which it is reached."""

from __future__ import annotations

import logging
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from obstore.store import S3Store

CREDENTIALS = {
    "AWS_ACCESS_KEY_ID": "tests",
    "AWS_SECRET_ACCESS_KEY": "not-a-secret",
    "AWS_REGION": "us-east-1",
    "AWS_EC2_METADATA_DISABLED": "true",
}


@dataclass(frozen=True)
class Bucket:
    """A bucket: where its server is, and its URL with a prefix."""

    endpoint: str
    name: str

    @property
    def url(self) -> str:
        return f"s3://{self.name}/office"

    def make(self) -> None:
        """Make the bucket."""
        request = urllib.request.Request(f"{self.endpoint}/{self.name}", method="PUT")
        urllib.request.urlopen(request, timeout=10).close()

    def past_the_product(self) -> S3Store:
        """Return a client that knows nothing of blobs."""
        return S3Store(self.name, prefix="office", endpoint=self.endpoint, client_options={"allow_http": True})


@contextmanager
def running_s3() -> Iterator[str]:
    """Yield the address of a server that forgets everything when it ends."""
    from moto.server import ThreadedMotoServer

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        yield f"http://{host}:{port}"
    finally:
        server.stop()
