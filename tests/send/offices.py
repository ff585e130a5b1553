#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""offices.py FOLDER N: random offices around info@example.co.jp as FOLDER/whole-K.ndjson.

Accounts are what makes joining hard: full logins and bare ones, numbers that a
provider gave, other spellings, proxies that hide the server, several servers,
addresses beside the login, clients switched off.  The same every time.
"""
import json
import random
import sys

PEOPLE = ["taro", "hanako", "sato", "suzuki", "info", "mail"]
HOSTS = ["pop.example.co.jp", "imap.example.co.jp", "mail.example.co.jp", "sv12.hoster.example", "mail.other.example", "127.0.0.1", None]
ADDRESSES = ["info@example.co.jp", "order@example.co.jp", "taro@example.co.jp", "hanako@example.co.jp", "info@other.example", "u1234@example.co.jp"]
LOGINS = ["info@example.co.jp", "info@example.co.jp", "info@example.co.jp", "info", "Info@Example.co.jp", "info%example.co.jp", "u1234", "u1234@example.co.jp", "taro", "taro@example.co.jp",
          "order@example.co.jp", "info@other.example", None]


def account(r, user, k):
    login = r.choice(LOGINS)
    addresses = r.sample(ADDRESSES, r.choice([0, 1, 1, 1, 2]))
    if login and "@" in login and r.random() < 0.6:
        addresses = [login.lower()]
    a = {"id": "thunderbird/%s/p.%s/server%d" % (user, user, k), "plugin": "thunderbird", "client": "thunderbird", "client_version": "115.3.1",
         "user": user, "profile": "default-" + user, "addresses": addresses, "enabled": r.random() < 0.95,
         "protocol": r.choice(["pop3", "pop3", "imap", "imap"]), "security": r.choice(["tls", "tls", "tls", "none"]),
         "store": r.choice(["C:\\Users\\%s\\Mail\\m%d" % (user, k), "/home/%s/Mail/m%d" % (user, k)])}
    host = r.choice(HOSTS)
    if r.random() < 0.6:
        host = "pop.example.co.jp"
    if host:
        a["host"] = host
    if login:
        a["login"] = login
    if a["protocol"] == "pop3":
        a["leave_on_server"] = r.random() < 0.8
        if a["leave_on_server"] and r.random() < 0.6:
            a["delete_after_days"] = r.choice([7, 30, 30, 60])
        a["delete_when"] = r.choice(["never", "never", "deleted"])
        if r.random() < 0.1:
            del a["leave_on_server"]
            a["unknown"] = ["leave_on_server"]
    else:
        a["trash_folder"] = r.choice(["Trash", "INBOX.Trash"])
        a["delete_model"] = r.choice(["trash", "trash", "purge"])
    a["places"] = {"login": "0:%d" % k} if login else {}
    return a


def scan(r, k):
    user = r.choice(PEOPLE)
    return {"format": "mailaccord-scan", "version": 1, "tool": "0.1.0", "run": "run-%d" % k, "started": "2026-12-30T08:00:00Z", "finished": "2026-12-30T08:00:01Z",
            "workstation": {"id": "w%d" % k, "name": "PC-%02d" % k, "os": "windows"},
            "files": [{"client": "thunderbird", "path": "C:\\Users\\%s\\prefs.js" % user, "size": 1, "status": "parsed"}],
            "accounts": [account(r, user, i) for i in range(r.choice([1, 1, 2, 3]))], "notes": []}


for n in range(int(sys.argv[2])):
    rand = random.Random(n)
    with open("%s/whole-%d.ndjson" % (sys.argv[1], n), "w", encoding="utf-8") as f:
        for i in range(rand.choice([1, 2, 3, 5, 8])):
            f.write(json.dumps(scan(rand, i), ensure_ascii=False) + "\n")
