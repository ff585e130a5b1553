#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Large inputs for the benchmark, the same ones every time.

Each function writes one input and returns what a right program finds in it:
the number of accounts, by protocol, and by whether mail stays on the server.
"""
import datetime
import json
import os
import plistlib
import random

NAMES = ("営業所 共有", "お問い合わせ窓口", "Taro Yamada", "山田 花子", "Sales Desk")


class Expect:
    """Counts accounts in the words of a scan document."""

    def __init__(self):
        self.accounts = 0
        self.protocols = {}
        self.leaves = {}

    def add(self, protocol, leaves=None):
        self.accounts += 1
        self.protocols[protocol] = self.protocols.get(protocol, 0) + 1
        if protocol == "pop3":
            word = json.dumps(leaves)
            self.leaves[word] = self.leaves.get(word, 0) + 1

    def table(self):
        return {"accounts": self.accounts, "protocols": self.protocols, "leaves": self.leaves}


# ---- a registry export ----

SID = "HKEY_USERS\\S-1-5-21-1111111111-2222222222-333333333-1001"
HIVES = ("HKEY_CURRENT_USER", SID, "HKEY_LOCAL_MACHINE")
MAKERS = ("Adobe", "Canon", "EPSON", "Google", "Intel", "Microsoft", "Mozilla", "NEC", "ジャストシステム", "富士通")
PARTS = ("Cache", "Common", "Display", "Fonts", "Install", "Language", "Office", "Printer", "Recent", "Settings", "Shell",
         "TypedURLs", "Update", "Windows", "一太郎", "保存先", "履歴", "設定")
PROFILE = "HKEY_CURRENT_USER\\Software\\Microsoft\\Office\\16.0\\Outlook\\Profiles\\Outlook\\9375CFF0413111d3B88A00104B2A6676"
POP, IMAP = ("{ED47541%d-B0D6-11D2-8C3B-00104B2A6676}" % k for k in (1, 2))


def class_id(rnd):
    h = "%032X" % rnd.getrandbits(128)
    return "{%s-%s-%s-%s-%s}" % (h[:8], h[8:12], h[12:16], h[16:20], h[20:])


def wrapped(head, data):
    """A value of bytes as regedit breaks it: lines of 80 columns at most, a backslash at each end."""
    line, lines = head, []
    for k, byte in enumerate(data):
        word = "%02x%s" % (byte, "," if k + 1 < len(data) else "")
        if len(line) + len(word) > 78:
            lines.append(line + "\\")
            line = "  "
        line += word
    return "\r\n".join(lines + [line])


def value(rnd):
    name = "".join(rnd.choice(PARTS) for _ in range(rnd.randrange(1, 4)))
    kind = rnd.randrange(100)
    if kind < 35:
        return '"%s"="C:\\\\Program Files\\\\%s\\\\%s\\\\%x.dll"' % (name, rnd.choice(MAKERS), rnd.choice(PARTS), rnd.getrandbits(32))
    if kind < 60:
        return '"%s"=dword:%08x' % (name, rnd.choice((0, 1, 2, rnd.getrandbits(32))))
    if kind < 74:
        return '@="%s \\"%s\\" %s"' % (rnd.choice(MAKERS), rnd.choice(PARTS), class_id(rnd))
    if kind < 84:
        return wrapped('"%s"=hex:' % name, rnd.randbytes(rnd.choice((8, 16, 64, 200))))
    if kind < 95:
        text = ("%%SystemRoot%%\\%s\\%s\0" % (rnd.choice(PARTS), rnd.choice(PARTS))).encode("utf-16-le")
        return wrapped('"%s"=hex(%d):' % (name, rnd.choice((2, 7))), text)
    return '"%s"="%s %d"' % (name, rnd.choice(NAMES), rnd.randrange(10000))


def key(rnd):
    kind = rnd.randrange(100)
    hive = rnd.choice(HIVES)
    if kind < 45:
        return "%s\\Software\\Classes\\CLSID\\%s\\%s" % (hive, class_id(rnd), rnd.choice(("InprocServer32", "ProgID", "TypeLib")))
    if kind < 75:
        return "%s\\Software\\%s\\%s\\%s%d" % (hive, rnd.choice(MAKERS), rnd.choice(PARTS), rnd.choice(PARTS), rnd.randrange(1000))
    if kind < 90:
        return "%s\\SYSTEM\\ControlSet001\\Services\\%s%d\\Parameters" % (HIVES[2], rnd.choice(PARTS), rnd.randrange(1000))
    return "%s\\Software\\Microsoft\\Windows\\CurrentVersion\\Uninstall\\%s" % (hive, class_id(rnd))


def outlook_account(number, expect):
    """One account as Outlook 2016 stores it; POP accounts take turns in what they leave."""
    pop = number % 3 != 2
    address = "info%d@example.co.jp" % number
    kind, server, port = ("POP3", "pop", 995) if pop else ("IMAP", "imap", 993)
    leave, word = (True, 0x000E0003) if number % 2 else (False, 0)
    lines = ["[%s\\%08x]" % (PROFILE, number + 2), '"clsid"="%s"' % (POP if pop else IMAP), '"Account Name"="%s"' % address,
             '"Display Name"="%s"' % NAMES[number % len(NAMES)], '"Email"="%s"' % address,
             '"%s Server"="%s.example.co.jp"' % (kind, server), '"%s User"="%s"' % (kind, address),
             '"%s Port"=dword:%08x' % (kind, port), '"%s Use SSL"=dword:00000001' % kind,
             wrapped('"%s Password"=hex:' % kind, b"\x02" + ("CANARY-%d" % number).encode("utf-16-le")),
             '"SMTP Server"="smtp.example.co.jp"', '"SMTP Port"=dword:000001d1', '"SMTP Use SSL"=dword:00000001']
    if pop:
        lines.append('"Leave on Server"=dword:%08x' % word)
    expect.add("pop3" if pop else "imap", leave)
    return "\r\n".join(lines) + "\r\n\r\n"


def registry(path, megabytes, accounts=6):
    """UTF-16LE; keys in no order, the worst for a reader that guesses, with the accounts spread evenly over it."""
    rnd, expect = random.Random(1), Expect()
    size, placed = megabytes * 1000000, 0
    with open(path, "wb") as out:
        written = out.write("\ufeffWindows Registry Editor Version 5.00\r\n\r\n".encode("utf-16-le"))
        while written < size or placed < accounts:
            text = []
            if placed < accounts and written >= size * (placed + 1) // (accounts + 1):
                text.append(outlook_account(placed, expect))
                placed += 1
            for _ in range(50):
                text.append("[%s]\r\n" % key(rnd))
                text.extend(value(rnd) + "\r\n" for _ in range(rnd.choice((1, 2, 3, 5, 8))))
                text.append("\r\n")
            written += out.write("".join(text).encode("utf-16-le"))
    return expect.table()


# ---- preferences ----

WORDS = ("app", "browser", "cache", "calendar", "color", "count", "datareporting", "directory", "enabled", "extensions", "font", "gfx",
         "last", "layout", "list", "media", "network", "security", "sort", "tags", "telemetry", "time", "toolkit", "ui", "update")


def preference_accounts(expect):
    rows = []
    for i in range(1, 7):
        pop, leave, prefix = i % 3 != 0, i % 2 == 0, "mail.server.server%d." % i
        address = "info%d@example.co.jp" % i
        rows += [("mail.account.account%d.server" % i, "server%d" % i), ("mail.account.account%d.identities" % i, "id%d" % i),
                 ("mail.identity.id%d.useremail" % i, address), ("mail.identity.id%d.fullName" % i, "共有 \"%d\"" % i),
                 (prefix + "type", "pop3" if pop else "imap"), (prefix + "hostname", "pop.example.co.jp" if pop else "imap.example.co.jp"),
                 (prefix + "userName", address), (prefix + "name", address), (prefix + "port", 995 if pop else 993),
                 (prefix + "socketType", 3), (prefix + "check_new_mail", True)]
        if pop:
            rows.append((prefix + "leave_on_server", leave))
        if pop and leave:
            rows += [(prefix + "delete_by_age_from_server", True), (prefix + "num_days_to_leave_on_server", 14)]
        expect.add("pop3" if pop else "imap", leave)
    rows.append(("mail.accountmanager.accounts", ",".join("account%d" % i for i in range(1, 7))))
    return rows


def preference(rnd):
    name = ".".join(rnd.choice(WORDS) for _ in range(rnd.randrange(2, 6))) + ".%x" % rnd.getrandbits(40)
    kind = rnd.randrange(100)
    if kind < 35:
        return name, rnd.randrange(2) == 1
    if kind < 65:
        return name, rnd.getrandbits(31)
    if kind < 92:
        return name, "C:\\Users\\花子\\AppData\\%x" % rnd.getrandbits(64)
    # Some programs keep whole documents in one preference.
    return name, json.dumps([{"id": "%x" % rnd.getrandbits(64), "tag": "a\"b\\c"} for _ in range(rnd.choice((1, 4, 10, 60)))])


def preferences(folder, lines):
    rnd, expect = random.Random(2), Expect()
    rows = preference_accounts(expect)
    rows += [preference(rnd) for _ in range(lines - len(rows))]
    with open(os.path.join(folder, "prefs.js"), "w", encoding="utf-8", newline="\n") as out:
        out.write("// Mozilla User Preferences\n\n// DO NOT EDIT THIS FILE.\n\n")
        for name, what in sorted(rows):
            out.write('user_pref("%s", %s);\n' % (name, json.dumps(what, ensure_ascii=False)))
    return expect.table()


# ---- property lists ----

def plist(folder, accounts, form):
    rnd, expect = random.Random(3), Expect()
    rows = []
    for i in range(accounts):
        pop, leave = rnd.random() < .5, rnd.random() < .5
        address = "info%d@example.co.jp" % rnd.randrange(max(1, accounts // 20))
        row = {"AccountName": rnd.choice(NAMES), "AccountType": "POPAccount" if pop else "IMAPAccount", "EmailAddresses": [address],
               "Hostname": "pop.example.co.jp" if pop else "imap.example.co.jp", "PortNumber": 995 if pop else 993,
               "SSLEnabled": "YES", "Username": address, "uniqueId": "%032x" % rnd.getrandbits(128)}
        if pop:
            row["DeletionPolicy"] = "Never" if leave else "RightAway"
        rows.append(row)
        expect.add("pop3" if pop else "imap", leave)
    with open(os.path.join(folder, "Accounts.plist"), "wb") as out:
        plistlib.dump({"AccountsVersion": 1, "MailAccounts": rows, "DeliveryAccounts": []}, out,
                      fmt=plistlib.FMT_XML if form == "xml" else plistlib.FMT_BINARY)
    return expect.table()


# ---- scan documents ----

CLIENTS = (("outlook", "16.0"), ("thunderbird", "128.5.0"), ("apple-mail", "16.0"))


def scan_document(rnd, number, addresses, used, expect):
    accounts, files = [], []
    for i in range(rnd.choice((2, 2, 3, 3, 3, 4, 5, 6))):
        client, version = rnd.choice(CLIENTS)
        pop, leave = rnd.random() < .45, rnd.random() < .8
        number_of_address = rnd.randrange(addresses)
        address = "shared%d@example.co.jp" % number_of_address
        used.add(address)
        row = {"addresses": [address if rnd.random() < .95 else address.title()], "client": client, "client_version": version,
               "host": "mail%d.example.co.jp" % (number_of_address % 7), "id": "%s/Default/%08x" % (client, i + 1),
               "login": address, "plugin": client, "protocol": "pop3" if pop else "imap"}
        row["places"] = {"host": "%d:%d" % (i, rnd.randrange(1, 9000))}
        if pop:
            row["leave_on_server"] = leave
            row["places"]["leave_on_server"] = "%d:%d" % (i, rnd.randrange(1, 9000))
        if pop and leave and rnd.random() < .6:
            row["delete_after_days"] = rnd.choice((3, 14, 30))
        accounts.append(row)
        files.append({"client": client, "path": "~user/%s/%x" % (client, rnd.getrandbits(32)), "size": rnd.randrange(90000), "status": "parsed"})
        expect.add("pop3" if pop else "imap", leave)
    start = datetime.datetime(2026, 4, 1) + datetime.timedelta(minutes=rnd.randrange(40000))
    stamp = start.strftime("%Y-%m-%dT%H:%M:%SZ")
    return {"accounts": accounts, "files": files, "finished": stamp, "format": "mailaccord-scan", "notes": [], "run": "run-%x" % rnd.getrandbits(32),
            "started": stamp, "tool": "0.1.0", "version": 1, "workstation": {"id": "id-%06d" % number, "name": "PC-%06d" % number, "os": "windows"}}


def documents(folder, count):
    rnd, expect, used, size = random.Random(4), Expect(), set(), 0
    for i in range(count):
        text = json.dumps(scan_document(rnd, i, max(1, count // 20), used, expect), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        with open(os.path.join(folder, "scan-%06d.json" % i), "w", encoding="utf-8") as out:
            size += out.write(text + "\n")
    return dict(expect.table(), workstations=count, mailboxes=len(used), mean_bytes=size // count)


def documents_file(folder, count, addresses):
    """The same in one file, a document a line: what is measured is judging, not opening files."""
    rnd, expect, used, size = random.Random(5), Expect(), set(), 0
    with open(os.path.join(folder, "scans.ndjson"), "w", encoding="utf-8") as out:
        for i in range(count):
            document = scan_document(rnd, i, addresses, used, expect)
            size += out.write(json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n")
    return dict(expect.table(), workstations=count, mailboxes=len(used), mean_bytes=size // count)
