"""Sealed files in an S3 bucket: the same promise as on a disk, a name is written once and never again."""

from typing import IO

from botocore.exceptions import ClientError
from storages.backends.s3 import S3Storage

TAKEN = frozenset({"PreconditionFailed", "ConditionalRequestConflict"})


class SealedObjects(S3Storage):  # type: ignore[misc]
    """A bucket whose objects appear whole or not at all; the bucket itself refuses a name that is taken."""

    def _save(self, name: str, content: IO[bytes]) -> str:
        content.seek(0)
        try:
            self.connection.meta.client.put_object(
                Bucket=self.bucket_name, Key=self._normalize_name(name), Body=content, IfNoneMatch="*"
            )
        except ClientError as error:
            if error.response["Error"]["Code"] in TAKEN:
                raise FileExistsError(name) from error
            raise
        return name

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        """The name as it is: another name for the same bytes would lose them."""
        return name
