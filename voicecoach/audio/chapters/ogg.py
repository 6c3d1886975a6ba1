"""Chapters of an Ogg Vorbis file: its comment packet, rewritten (RFC 3533; xiph.org/vorbis/doc/framing.html).

libvorbis puts the comments and the codebooks on the second page together, so that one page changes and no other. A
page holds 255 pieces of 255 bytes: room for the codebooks and for ``MOST`` chapters with the longest titles.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from voicecoach.audio.chapters.chapter import Contents, vendor_of, vorbis_comment_block, vorbis_comments

MOST = 300
_HEADER = 27
_COMMENT_PACKET = b"\x03vorbis"


def write(path: Path, contents: Contents) -> None:
    """Rewrites the file with the chapters in its comments. Raises OSError, ValueError for pages laid out otherwise."""
    data = path.read_bytes()
    second = _page_end(data, 0)
    third = _page_end(data, second)
    packets = _packets(data, second)
    if len(packets) != 2 or not packets[0].startswith(_COMMENT_PACKET):
        raise ValueError("the second page of the Ogg file does not hold its comments and codebooks")
    vendor = vendor_of(packets[0][len(_COMMENT_PACKET) :])
    comment = _COMMENT_PACKET + vorbis_comment_block(vendor, vorbis_comments(contents)) + b"\x01"
    path.write_bytes(data[:second] + _page(data[second : second + _HEADER], [comment, packets[1]]) + data[third:])


def _page_end(data: bytes, at: int) -> int:
    pieces = data[at + _HEADER - 1]
    return at + _HEADER + pieces + sum(data[at + _HEADER : at + _HEADER + pieces])


def _packets(data: bytes, at: int) -> list[bytes]:
    """The packets of the page at ``at``; a piece shorter than 255 bytes ends one."""
    pieces = data[at + _HEADER - 1]
    start = at + _HEADER + pieces
    packets, packet = [], b""
    for size in data[at + _HEADER : at + _HEADER + pieces]:
        packet += data[start : start + size]
        start += size
        if size < 255:
            packets.append(packet)
            packet = b""
    return packets if not packet else [*packets, packet]


def _page(header: bytes, packets: Sequence[bytes]) -> bytes:
    """A page with the header's flags, position and number, these packets and a new checksum."""
    pieces = b"".join(b"\xff" * (len(packet) // 255) + bytes([len(packet) % 255]) for packet in packets)
    if len(pieces) > 255:
        raise ValueError("the comments do not fit on one page")
    page = bytearray(header[: _HEADER - 1] + bytes([len(pieces)]) + pieces + b"".join(packets))
    page[22:26] = bytes(4)
    page[22:26] = _checksum(page).to_bytes(4, "little")
    return bytes(page)


def _checksum(page: bytearray) -> int:
    """CRC-32 with the polynomial 0x04c11db7, most significant bit first, from 0 and not inverted."""
    crc = 0
    for byte in page:
        crc = (crc << 8 & 0xFFFFFFFF) ^ _TABLE[crc >> 24 ^ byte]
    return crc


def _table_entry(byte: int) -> int:
    crc = byte << 24
    for _ in range(8):
        crc = crc << 1 ^ (0x04C11DB7 if crc & 0x80000000 else 0)
    return crc & 0xFFFFFFFF


_TABLE = tuple(_table_entry(byte) for byte in range(256))
