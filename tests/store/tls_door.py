"""TLS in front of a real PostgreSQL: the packaged server has none, so its door speaks the preamble and the TLS for it.

The client's side is untouched: libpq asks for TLS, shakes hands and looks at the certificate as with any server.
"""

import contextlib
import datetime
import ipaddress
import os
import socket
import ssl
import struct
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

SSL_REQUEST = 80877103  # the protocol's number for "may we speak TLS?"
DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Authority:
    """A certificate authority of one's own, as a team's server may have; `file` is what its clients trust."""

    name: str
    folder: Path
    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate

    @property
    def file(self) -> Path:
        return self.folder / f"{self.name}.pem"

    def server(self, host: str, *, days: int = 1) -> Path:
        """A certificate for `host`, and its key, in one file; of a negative number of days, one that has run out."""
        key = ec.generate_private_key(ec.SECP256R1())
        made = (
            _certificate(host, key, self.certificate.subject, days=days)
            .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
            .sign(self.key, hashes.SHA256())
        )
        file = self.folder / f"{self.name}-{host}-{days}.pem"
        file.write_bytes(_pem(made) + _secret(key))
        return file


def authority(name: str, folder: Path) -> Authority:
    key = ec.generate_private_key(ec.SECP256R1())
    made = (
        _certificate(name, key, x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]), days=1)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    new = Authority(name, folder, key, made)
    new.file.write_bytes(_pem(made))
    return new


@contextlib.contextmanager
def door(behind: Path, certificate: Path | None) -> Iterator[int]:
    """Listens on loopback for as long as the block lasts, and lets who speaks TLS in to the socket behind; its port.

    Without a certificate it stands open: the server itself hears every word, and says that it has no TLS.
    """
    context = None
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
    with socket.create_server((str(ipaddress.IPv4Address("127.0.0.1")), 0)) as listener:
        threading.Thread(target=_serve, args=(listener, context, behind), daemon=True).start()
        try:
            yield listener.getsockname()[1]
        finally:
            with contextlib.suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)


def _serve(listener: socket.socket, context: ssl.SSLContext | None, behind: Path) -> None:
    while True:
        try:
            client, _ = listener.accept()
        except OSError:
            return
        threading.Thread(target=_guest, args=(client, context, behind), daemon=True).start()


def _guest(client: socket.socket, context: ssl.SSLContext | None, behind: Path) -> None:
    with client, contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as server:
        server.connect(os.fspath(behind))
        if context is None:
            threading.Thread(target=_pass_on, args=(server, client), daemon=True).start()
            _pass_on(client, server)
            return
        length, asked = struct.unpack("!II", client.recv(8, socket.MSG_WAITALL))
        if (length, asked) != (8, SSL_REQUEST):
            return  # nothing is said in plain text here
        client.sendall(b"S")
        inside, outside = ssl.MemoryBIO(), ssl.MemoryBIO()
        secret = context.wrap_bio(inside, outside, server_side=True)
        _Pipe(client, server, secret, inside, outside).run()


def _pass_on(one: socket.socket, other: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while heard := one.recv(1 << 16):
            other.sendall(heard)
        other.shutdown(socket.SHUT_RDWR)


class _Pipe:
    """Both ways at once over one TLS state, which only one thread may touch at a time."""

    def __init__(
        self,
        client: socket.socket,
        server: socket.socket,
        secret: ssl.SSLObject,
        inside: ssl.MemoryBIO,
        outside: ssl.MemoryBIO,
    ) -> None:
        self._client = client
        self._server = server
        self._secret = secret
        self._inside = inside
        self._outside = outside
        self._turn = threading.Lock()

    def run(self) -> None:
        back = threading.Thread(target=self._answers, daemon=True)
        back.start()
        try:
            while heard := self._client.recv(1 << 16):
                self._inside.write(heard)
                plain = self._opened()
                self._flush()
                self._server.sendall(plain)
        finally:
            for each in (self._server, self._client):
                with contextlib.suppress(OSError):
                    each.shutdown(socket.SHUT_RDWR)
            back.join()

    def _opened(self) -> bytes:
        """What the client has said so far; nothing while the handshake goes on."""
        parts = list[bytes]()
        with self._turn, contextlib.suppress(ssl.SSLWantReadError):
            self._secret.do_handshake()
            while part := self._secret.read(1 << 16):
                parts.append(part)
        return b"".join(parts)

    def _answers(self) -> None:
        with contextlib.suppress(OSError):
            while said := self._server.recv(1 << 16):
                with self._turn:
                    self._secret.write(said)
                self._flush()

    def _flush(self) -> None:
        with self._turn:
            if ready := self._outside.read():
                self._client.sendall(ready)


def _certificate(
    subject: str, key: ec.EllipticCurvePrivateKey, issuer: x509.Name, *, days: int
) -> x509.CertificateBuilder:
    now = datetime.datetime.now(datetime.UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, subject)]))
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - 9 * DAY)
        .not_valid_after(now + days * DAY)
    )


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)


def _secret(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
