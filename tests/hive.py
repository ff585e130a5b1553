#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""hive.py EXPORT.reg HIVE [dirty]: the HKEY_CURRENT_USER of an export, written as
a hive file would hold it (regf 1.5), so that both can be read and compared.  All
kinds of lists are used in turn."""
import re
import struct
import sys

NONE = 0xFFFFFFFF
PIECE = 16344  # bytes of data in one cell


def values_of(text):
    """{(key components): {value name: (type, bytes)}} of an export of version 5."""
    text = re.sub(r"\\\r?\n\s*", "", text)
    keys, key = {}, None
    for line in text.splitlines():
        if line.startswith("[") and line.endswith("]"):
            parts = line[1:-1].split("\\")
            key = None
            if parts[0] == "HKEY_CURRENT_USER":
                key = keys.setdefault(tuple(parts[1:]), {})
        m = re.match(r'(@|"(?:[^"\\]|\\.)*")=(.*)$', line)
        if not m or key is None:
            continue
        name = "" if m.group(1) == "@" else re.sub(r"\\(.)", r"\1", m.group(1)[1:-1])
        data = m.group(2)
        if data.startswith('"'):
            key[name] = (1, (re.sub(r"\\(.)", r"\1", data[1:-1]) + "\0").encode("utf-16-le"))
        elif data.startswith("dword:"):
            key[name] = (4, struct.pack("<I", int(data[6:], 16)))
        else:
            kind, hexes = re.match(r"hex(?:\(([0-9a-f]+)\))?:(.*)$", data).groups()
            key[name] = (int(kind, 16) if kind else 3, bytes(int(h, 16) for h in hexes.split(",") if h))
    return keys


class Hive:
    def __init__(self):
        self.body = bytearray(0x20)

    def cell(self, data):
        at = len(self.body)
        n = (len(data) + 4 + 7) & ~7
        self.body += struct.pack("<i", -n) + data.ljust(n - 4, b"\0")
        return at

    @staticmethod
    def name(text):
        """Names are in Latin-1 where that holds them, else in UTF-16; the flag says which."""
        try:
            return text.encode("latin-1"), True
        except UnicodeEncodeError:
            return text.encode("utf-16-le"), False

    def value(self, name, kind, data):
        raw, narrow = self.name(name)
        if len(data) <= 4:
            where, size = data.ljust(4, b"\0"), len(data) | 0x80000000
        elif len(data) > PIECE:
            pieces = [self.cell(data[i:i + PIECE]) for i in range(0, len(data), PIECE)]
            at = self.cell(struct.pack("<%dI" % len(pieces), *pieces))
            where, size = struct.pack("<I", self.cell(struct.pack("<2sHI", b"db", len(pieces), at))), len(data)
        else:
            where, size = struct.pack("<I", self.cell(data)), len(data)
        return self.cell(struct.pack("<2sHI4sIHH", b"vk", len(raw), size, where, kind, int(narrow), 0) + raw)

    def list(self, below):
        """The list of some keys, which are pairs of a name and where it is."""
        if len(below) > 3:
            halves = [self.list(below[:2]), self.list(below[2:])] if len(below) < 6 else [self.list(below[i:i + 3]) for i in range(0, len(below), 3)]
            return self.cell(struct.pack("<2sH%dI" % len(halves), b"ri", len(halves), *halves))
        mark = (b"lf", b"lh", b"li")[len(below) - 1]
        entries = [struct.pack("<I", at) if mark == b"li" else struct.pack("<I4s", at, name.encode("utf-8")[:4]) for name, at in below]
        return self.cell(struct.pack("<2sH", mark, len(below)) + b"".join(entries))

    def key(self, name, tree, root=False):
        below = [(k, self.key(k, v)) for k, v in sorted(tree["keys"].items(), key=lambda kv: kv[0].upper())]
        values = [self.value(k, *v) for k, v in tree["values"].items()]
        lists = values_at = NONE
        if below:
            lists = self.list(below)
        if values:
            values_at = self.cell(struct.pack("<%dI" % len(values), *values))
        raw, narrow = self.name(name)
        flags = (0x20 if narrow else 0) | (0x0C if root else 0)
        return self.cell(struct.pack("<2sHQIIIIIIIIIIIIIIIHH", b"nk", flags, 0x01C0000000000000, 0, 0, len(below), 0, lists, NONE,
                                     len(values), values_at, NONE, NONE, 0, 0, 0, 0, 0, len(raw), 0) + raw)

    def file(self, root, dirty):
        size = (len(self.body) + 0xFFF) & ~0xFFF
        rest = size - len(self.body)
        if rest:
            self.body += struct.pack("<i", rest).ljust(rest, b"\0")
        struct.pack_into("<4sIIQQI", self.body, 0, b"hbin", 0, size, 0, 0x01C0000000000000, 0)
        head = bytearray(4096)
        struct.pack_into("<4sIIQIIIIIII", head, 0, b"regf", 2 if dirty else 1, 1, 0x01C0000000000000, 1, 5, 0, 1, root, size, 1)
        check = 0
        for i in range(0, 508, 4):
            check ^= struct.unpack_from("<I", head, i)[0]
        struct.pack_into("<I", head, 508, check)
        return bytes(head) + bytes(self.body)


def main():
    raw = open(sys.argv[1], "rb").read()
    text = raw.decode("utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    top = {"keys": {}, "values": {}}
    for path, values in values_of(text).items():
        at = top
        for part in path:
            at = at["keys"].setdefault(part, {"keys": {}, "values": {}})
        at["values"].update(values)
    hive = Hive()
    root = hive.key("CMI-CreateHive{6A1C4018-979D-4291-A7DC-7AED1C75B67C}", top, True)
    open(sys.argv[2], "wb").write(hive.file(root, "dirty" in sys.argv[3:]))


if __name__ == "__main__":
    main()
