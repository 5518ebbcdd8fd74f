"""Timestamps of an outside authority (RFC 3161): asked for through the one door, verified before they are believed."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from cryptography.x509 import Certificate, load_pem_x509_certificates
from django.conf import settings
from rfc3161_client import (
    HashAlgorithm,
    TimestampRequestBuilder,
    TimeStampResponse,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)

from spotter.lib.net import Closed, Policy, post

QUERY, REPLY = "application/timestamp-query", "application/timestamp-reply"
GRANTED = (0, 1)


class NoStamp(Exception):
    """The authority gave none, or none that holds; the text says why."""


@dataclass(frozen=True)
class Stamped:
    """A verified answer and the moment that it names."""

    answer: bytes
    at: datetime


def is_on() -> bool:
    """Whether an authority is set."""
    return bool(settings.TIMESTAMP_AUTHORITY)


def ask(statement: bytes) -> Stamped:
    """Have these bytes stamped now. Raises NoStamp."""
    request = TimestampRequestBuilder().data(statement).hash_algorithm(HashAlgorithm.SHA256).build()
    try:
        reply = post(
            settings.TIMESTAMP_AUTHORITY, body=request.as_bytes(), headers={"Content-Type": QUERY}, policy=_policy()
        )
    except Closed as error:
        raise NoStamp(str(error)) from error
    if reply.status != 200:
        raise NoStamp(f"the authority answered with status {reply.status}")
    return verified(reply.body, statement, nonce=request.nonce)


def verified(answer: bytes, statement: bytes, *, nonce: int | None = None) -> Stamped:
    """The answer, if it is the authority's own word about just these bytes. Raises NoStamp."""
    try:
        decoded: TimeStampResponse = decode_timestamp_response(answer)
        if decoded.status not in GRANTED:
            raise NoStamp(f"the authority refused: {', '.join(decoded.status_string) or decoded.status}")
        _builder(nonce).build().verify_message(decoded, statement)
    except (VerificationError, ValueError) as error:
        raise NoStamp(f"the timestamp does not hold: {error}") from error
    return Stamped(answer, decoded.tst_info.gen_time.astimezone(UTC))


def _builder(nonce: int | None) -> VerifierBuilder:
    """What is trusted: the roots of the settings' file, whatever certificates came with the answer."""
    builder = VerifierBuilder()
    for certificate in _trusted():
        if certificate.issuer == certificate.subject:
            builder = builder.add_root_certificate(certificate)
        else:
            builder = builder.add_intermediate_certificate(certificate)
    return builder if nonce is None else builder.nonce(nonce)


def _trusted() -> list[Certificate]:
    return load_pem_x509_certificates(Path(settings.TIMESTAMP_ROOTS).read_bytes())


def _policy() -> Policy:
    """Authorities are commonly reached over plain http: what they say is signed."""
    return Policy(
        user_agent=settings.FETCH_USER_AGENT,
        accept=REPLY,
        override=settings.RESOLVER_OVERRIDE,
        max_redirects=0,
        max_raw=64 * 1024,
        max_decoded=64 * 1024,
        content_types=(REPLY,),
    )
