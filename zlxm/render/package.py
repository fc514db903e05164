"""Office files as packages of parts: read whole, written the same for the same content."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

_EPOCH = (1980, 1, 1, 0, 0, 0)
_LEVEL = 6
_OWNER_MAY_WRITE = 0o644 << 16
FIRST = ("[Content_Types].xml", "_rels/.rels")


def read_parts(data: bytes) -> dict[str, bytes]:
    """Return part name → content. The file was screened before: sizes and names are safe."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist() if not info.is_dir()}


def write_parts(parts: Mapping[str, bytes], *, is_compressed: bool = True) -> bytes:
    """Return the package: content types first, then by name, with fixed times."""
    method = zipfile.ZIP_DEFLATED if is_compressed else zipfile.ZIP_STORED
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method, compresslevel=_LEVEL) as archive:
        for name in sorted(parts, key=lambda each: (each not in FIRST, each)):
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = method
            info.external_attr = _OWNER_MAY_WRITE
            archive.writestr(info, parts[name])
    return target.getvalue()
