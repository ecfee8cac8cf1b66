"""ZIP files of every kind, sound and hostile, all made here."""

import io
import struct
import zipfile
import zlib


def zipped(files, method=zipfile.ZIP_DEFLATED):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return file.getvalue()


def gbk(files):
    """As Windows' own tool in Chinese writes: names in GBK and no flag."""
    return raw_zip([(name.encode("gb18030"), content) for name, content in files.items()])


def encrypted(files):
    return raw_zip([(name.encode(), content) for name, content in files.items()], flags=0x1)


def raw_zip(
    files,
    *,
    flags=0,
    method=0,
    sizes=None,
    crc=None,
    attributes=0,
    system=3,
    at=None,
    local_name=None,
    extra=b"",
    tail=b"",
):
    """Write records by hand. `sizes` (packed, unpacked), `crc`, `at` (offset) and `local_name` are what they lie."""
    body = b""
    directory = b""
    for name, content in files:
        packed = deflated(content) if method == 8 else content
        offset = len(body)
        said = sizes or (len(packed), len(content))
        checksum = zlib.crc32(content) if crc is None else crc
        common = struct.pack("<5H3L", 20, flags, method, 0, 33, checksum, *said)
        told = local_name or name
        body += b"PK\3\4" + common + struct.pack("<2H", len(told), 0) + told + packed
        where = offset if at is None else at
        directory += (
            b"PK\1\2" + struct.pack("<H", 20 | system << 8) + common
            + struct.pack("<5H2L", len(name), len(extra), 0, 0, 0, attributes << 16, where) + name + extra
        )  # fmt: skip
    end = struct.pack("<4H2LH", 0, 0, len(files), len(files), len(directory), len(body), 0)
    return body + directory + b"PK\5\6" + end + tail


def deflated(content, level=9):
    packer = zlib.compressobj(level, zlib.DEFLATED, -15)
    return packer.compress(content) + packer.flush()


def bomb(mebibytes):
    """One entry of zeros, packed a thousand to one."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    zeros = bytes(1 << 20)
    packed = b"".join(packer.compress(zeros) for _ in range(mebibytes)) + packer.flush()
    checksum = 0
    for _ in range(mebibytes):
        checksum = zlib.crc32(zeros, checksum)
    return packed, checksum, mebibytes << 20


def lying_bomb(mebibytes, declared):
    """A bomb that declares a small size."""
    packed, checksum, _ = bomb(mebibytes)
    return raw_zip([(b"a.pdf", packed)], method=0, sizes=(len(packed), declared), crc=checksum).replace(
        struct.pack("<3H", 20, 0, 0), struct.pack("<3H", 20, 0, 8)
    )


def declared_bomb(mebibytes):
    packed, checksum, size = bomb(mebibytes)
    return raw_zip([(b"a.pdf", packed)], sizes=(len(packed), size), crc=checksum).replace(
        struct.pack("<3H", 20, 0, 0), struct.pack("<3H", 20, 0, 8)
    )


def overlapping():
    """Two entries of the directory that name the same bytes."""
    body = raw_zip([(b"a.pdf", b"%PDF-1.7")])
    start = body.index(b"PK\1\2")
    end = body.index(b"PK\5\6")
    record = body[start:end]
    ending = struct.pack("<4H2LH", 0, 0, 2, 2, 2 * len(record), start, 0)
    return body[:start] + record * 2 + b"PK\5\6" + ending
