"""Check an evidence pack without its makers and without a network: Python 3.9 or newer, nothing else.

python3 verify.py                     checks the folder in which this file lies
python3 verify.py pack.zip            checks a pack that was not unpacked
python3 verify.py pack.zip SHA256     checks also that it is the very pack that somebody named to you
"""

import hashlib
import io
import json
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

FIELDS = ("number", "at", "by", "what", "of", "ref", "facts")
Read = Callable[[str], bytes]


def sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def opened(where: Path) -> tuple[list[str], Read]:
    """The names of all files of the pack, and a way to read one."""
    if where.is_file():
        pack = zipfile.ZipFile(where)
        return pack.namelist(), pack.read
    names = [path.relative_to(where).as_posix() for path in where.rglob("*") if path.is_file()]
    return names, lambda name: (where / name).read_bytes()


def files(names: list[str], read: Read) -> Iterator[str]:
    """Every file is the one that the manifest names, and there is no other."""
    if read("manifest.sha256") != f"{sha(read('manifest.json'))}  manifest.json\n".encode():
        yield "manifest.json is not the manifest that was sealed"
    listed = {file["path"]: file for file in json.loads(read("manifest.json"))["files"]}
    expected = sorted([*listed, "manifest.json", "manifest.sha256"])
    if sorted(names) != expected:
        yield f"files missing, too many or twice: {sorted(set(names) ^ set(expected))}"
    for name in sorted(set(names) & set(listed)):
        data = read(name)
        if (len(data), sha(data)) != (listed[name]["size"], listed[name]["sha256"]):
            yield f"{name} was changed"


def root_above(line: dict[str, Any]) -> str:
    """The root that a custody line leads to: its fields, open or shut, then its neighbours on the way up."""
    hashes = {name: sha("".join(said).encode()) for name, said in line["open"].items()} | line["shut"]
    here = hashlib.sha256(b"\0" + b"".join(bytes.fromhex(hashes[name]) for name in FIELDS)).digest()
    for side, neighbour in line["path"]:
        pair = [bytes.fromhex(neighbour), here] if side == "L" else [here, bytes.fromhex(neighbour)]
        here = hashlib.sha256(b"\1" + b"".join(pair)).digest()
    return here.hex()


def custody(names: list[str], read: Read) -> Iterator[str]:
    """Every line of the log stands under its root, and every timestamp is that of its root."""
    for line in json.loads(read("custody.json")):
        if line["root"] and root_above(line) != json.loads(read(f"roots/{line['root']}.json"))["root"]:
            yield f"custody line {line['line']} does not stand under root {line['root']}"
    for name in names:
        if name.endswith(".tsr") and hashlib.sha256(read(f"{name[:-4]}.json")).digest() not in read(name):
            yield f"{name} is the timestamp of something else"


def evidence(read: Read) -> Iterator[str]:
    """The bytes received from the page are those of which the custody log speaks."""
    lines = json.loads(read("custody.json"))
    kept = {json.loads(line["open"]["facts"][1]).get("warc_sha256") for line in lines if "facts" in line["open"]}
    archive = zipfile.ZipFile(io.BytesIO(read("evidence.wacz")))
    for one in json.loads(read("captures.json")):
        digest = one["warc_sha256"]
        if digest and sha(archive.read(f"archive/{one['number']:04d}.warc.gz")) != digest:
            yield f"the archive of look {one['number']} was changed"
        if digest and digest not in kept:
            yield f"look {one['number']} does not stand in the custody log"


def main(where: Path, named: str = "") -> int:
    try:
        names, read = opened(where)
        faults = [*files(names, read), *custody(names, read), *evidence(read)]
        under = [bool(line["root"]) for line in json.loads(read("custody.json"))]
    except Exception as error:  # whatever cannot be read was changed
        names, under, faults = [], [], [f"the pack cannot be read: {error!r}"]
    if named and (not where.is_file() or sha(where.read_bytes()) != named.lower()):
        faults.append("this is not the pack whose SHA-256 you were given")
    if not faults:
        stamps = sum(name.endswith(".tsr") for name in names)
        print(f"WHOLE: {len(names)} files, {sum(under)} of {len(under)} custody lines under {stamps} stamped roots")
        print("Who stamped them: openssl ts -verify -data roots/N.json -in roots/N.tsr -CAfile AUTHORITY.pem")
    print("".join(f"FAULT: {fault}\n" for fault in faults), end="")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent, *sys.argv[2:3]))
