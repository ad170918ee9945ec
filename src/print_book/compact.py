"""Pack a finished PDF: the tags of a long book are small objects by the hundred thousand, and packed they take a third."""

from __future__ import annotations

import io

import pikepdf


def compact(pdf: bytes) -> bytes:
    """Return the same document with its objects packed in compressed streams; equal input gives equal bytes."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        document.save(
            out,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            compress_streams=True,
            recompress_flate=True,
            deterministic_id=True,
        )
    return out.getvalue()
