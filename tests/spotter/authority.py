"""A timestamp authority on loopback: a certificate of its own, and `openssl ts` behind an HTTP server."""

import subprocess
from dataclasses import dataclass
from pathlib import Path

from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

ADDRESS = "http://stamps.test/"
CONFIG = """
[tsa]
default_tsa = mine
[mine]
serial = {folder}/serial
crypto_device = builtin
signer_cert = {folder}/tsa.pem
signer_key = {folder}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha512
accuracy = secs:1
ordering = yes
tsa_name = yes
ess_cert_id_chain = no
ess_cert_id_alg = sha256
[leaf]
basicConstraints = critical,CA:false
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
"""


@dataclass(frozen=True)
class Authority:
    """Its folder holds the keys; `roots` is what whoever trusts it keeps."""

    folder: Path

    @property
    def roots(self) -> Path:
        return self.folder / "root.pem"

    def answer(self, query: bytes) -> bytes:
        """What it says to a query."""
        (self.folder / "query").write_bytes(query)
        openssl(
            self.folder, "ts", "-reply", "-config", "config", "-section", "mine", "-queryfile", "query", "-out", "x"
        )
        return (self.folder / "x").read_bytes()


def found_authority(folder: Path) -> Authority:
    """A new authority with a root certificate and one for stamping."""
    folder.mkdir()
    (folder / "config").write_text(CONFIG.format(folder=folder))
    (folder / "serial").write_text("01")
    key = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes")
    openssl(folder, "req", "-x509", *key, "-days", "9", "-subj", "/CN=Root", "-keyout", "root.key", "-out", "root.pem")
    openssl(folder, "req", *key, "-subj", "/CN=Stamps", "-keyout", "tsa.key", "-out", "tsa.csr")
    signed = ("-CA", "root.pem", "-CAkey", "root.key", "-days", "9", "-extfile", "config", "-extensions", "leaf")
    openssl(folder, "x509", "-req", "-in", "tsa.csr", *signed, "-out", "tsa.pem")
    return Authority(folder)


def open_office(authority: Authority, server: HTTPServer) -> None:
    """Let the server answer in its name."""

    def reply(request: Request) -> Response:
        return Response(authority.answer(request.get_data()), content_type="application/timestamp-reply")

    server.expect_request("/", method="POST").respond_with_handler(reply)


def openssl(folder: Path, *arguments: str) -> str:
    """Run it there; raises CalledProcessError."""
    done = subprocess.run(["openssl", *arguments], cwd=folder, capture_output=True, text=True, check=True)  # noqa: S607
    return done.stdout
