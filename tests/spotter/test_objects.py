"""The store in a bucket: a local server speaks S3, and the promises are those of a disk."""

import hashlib
import io
from collections.abc import Iterator

import boto3
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from moto.server import ThreadedMotoServer
from pytest_django import Settings

from spotter.lib import store

DATA = b"bytes as received"
DIGEST = hashlib.sha256(DATA).hexdigest()


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A server on loopback that keeps buckets in memory."""
    server = ThreadedMotoServer("127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture(autouse=True)
def bucket(address: str, settings: Settings, request: pytest.FixtureRequest) -> str:
    """An empty bucket that holds the evidence."""
    name = f"bucket-{abs(hash(request.node.name))}"
    access = {"access_key": "any", "secret_key": "any", "region_name": "us-east-1", "endpoint_url": address}
    keys = {"aws_access_key_id": "any", "aws_secret_access_key": "any", "region_name": "us-east-1"}
    boto3.client("s3", endpoint_url=address, **keys).create_bucket(Bucket=name)
    options = {"bucket_name": name, "location": "evidence", **access}
    settings.STORAGES = settings.STORAGES | {
        "evidence": {"BACKEND": "spotter.lib.objects.SealedObjects", "OPTIONS": options}
    }
    return name


def test_what_is_put_is_named_by_its_hash_and_read_back() -> None:
    assert store.put("evidence", DATA) == DIGEST
    assert (store.read("evidence", DIGEST), store.size("evidence", DIGEST)) == (DATA, len(DATA))
    assert list(store.names("evidence")) == [DIGEST]


def test_a_file_of_any_size_is_read_piece_by_piece() -> None:
    data = bytes(range(256)) * 20_000

    sha256, size = store.put_file("evidence", io.BytesIO(data))

    with store.open_file("evidence", sha256) as kept:
        assert (size, kept.read()) == (len(data), data)


def test_the_same_bytes_twice_are_one_file() -> None:
    assert {store.put("evidence", DATA) for _time in range(2)} == {DIGEST}


def test_a_name_that_is_taken_is_never_written_again() -> None:
    store.put("evidence", DATA)
    name = f"{DIGEST[:2]}/{DIGEST}"

    with pytest.raises(FileExistsError):
        storages["evidence"].save(name, ContentFile(b"other bytes"))
    assert store.read("evidence", DIGEST) == DATA


def test_what_was_changed_in_the_bucket_is_not_believed(address: str, bucket: str) -> None:
    store.put("evidence", DATA)
    keys = {"aws_access_key_id": "any", "aws_secret_access_key": "any", "region_name": "us-east-1"}
    key = f"evidence/{DIGEST[:2]}/{DIGEST}"
    boto3.client("s3", endpoint_url=address, **keys).put_object(Bucket=bucket, Key=key, Body=b"other")

    with pytest.raises(store.Damaged):
        store.read("evidence", DIGEST)


def test_what_was_purged_is_gone() -> None:
    store.put("evidence", DATA)
    store.delete("evidence", DIGEST)

    assert not store.exists("evidence", DIGEST)
