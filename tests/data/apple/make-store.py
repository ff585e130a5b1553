#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes account stores as macOS and iOS keep them: make-store.py CASE FOLDER.

The tables are Core Data's of model 25, the values keyed archives.  The writer's
connection stays open while the files are copied, so that the rows are in the
log only, as on a Mac that runs.
"""
import os
import plistlib
import shutil
import sqlite3
import sys
import tempfile

UID = plistlib.UID
SCHEMA = """
CREATE TABLE ZACCOUNT ( Z_PK INTEGER PRIMARY KEY, Z_ENT INTEGER, Z_OPT INTEGER, ZACTIVE INTEGER, ZAUTHENTICATED INTEGER, ZSUPPORTSAUTHENTICATION INTEGER, ZVISIBLE INTEGER, ZACCOUNTTYPE INTEGER, ZPARENTACCOUNT INTEGER, ZDATE TIMESTAMP, ZLASTCREDENTIALRENEWALREJECTIONDATE TIMESTAMP, ZACCOUNTDESCRIPTION VARCHAR, ZAUTHENTICATIONTYPE VARCHAR, ZCREDENTIALTYPE VARCHAR, ZIDENTIFIER VARCHAR, ZOWNINGBUNDLEID VARCHAR, ZUSERNAME VARCHAR, ZDATACLASSPROPERTIES BLOB );
CREATE TABLE ZACCOUNTPROPERTY ( Z_PK INTEGER PRIMARY KEY, Z_ENT INTEGER, Z_OPT INTEGER, ZOWNER INTEGER, ZKEY VARCHAR, ZVALUE BLOB );
CREATE TABLE ZACCOUNTTYPE ( Z_PK INTEGER PRIMARY KEY, Z_ENT INTEGER, Z_OPT INTEGER, ZENCRYPTACCOUNTPROPERTIES INTEGER, ZOBSOLETE INTEGER, ZSUPPORTSAUTHENTICATION INTEGER, ZSUPPORTSMULTIPLEACCOUNTS INTEGER, ZVISIBILITY INTEGER, ZACCOUNTTYPEDESCRIPTION VARCHAR, ZCREDENTIALPROTECTIONPOLICY VARCHAR, ZCREDENTIALTYPE VARCHAR, ZIDENTIFIER VARCHAR, ZOWNINGBUNDLEID VARCHAR );
CREATE TABLE ZDATACLASS ( Z_PK INTEGER PRIMARY KEY, Z_ENT INTEGER, Z_OPT INTEGER, ZNAME BLOB );
CREATE TABLE Z_2ENABLEDDATACLASSES ( Z_2ENABLEDACCOUNTS INTEGER, Z_7ENABLEDDATACLASSES INTEGER, PRIMARY KEY (Z_2ENABLEDACCOUNTS, Z_7ENABLEDDATACLASSES) );
CREATE TABLE ZCREDENTIALITEM ( Z_PK INTEGER PRIMARY KEY, Z_ENT INTEGER, Z_OPT INTEGER, ZPERSISTENT INTEGER, ZEXPIRATIONDATE TIMESTAMP, ZACCOUNTIDENTIFIER VARCHAR, ZSERVICENAME VARCHAR );
CREATE INDEX ZACCOUNT_ZACCOUNTTYPE_INDEX ON ZACCOUNT (ZACCOUNTTYPE);
CREATE INDEX ZACCOUNT_ZPARENTACCOUNT_INDEX ON ZACCOUNT (ZPARENTACCOUNT);
CREATE INDEX ZACCOUNTPROPERTY_ZOWNER_INDEX ON ZACCOUNTPROPERTY (ZOWNER);
CREATE TABLE Z_PRIMARYKEY (Z_ENT INTEGER PRIMARY KEY, Z_NAME VARCHAR, Z_SUPER INTEGER, Z_MAX INTEGER);
CREATE TABLE Z_METADATA (Z_VERSION INTEGER PRIMARY KEY, Z_UUID VARCHAR(255), Z_PLIST BLOB);
"""
TYPES = ["POP", "IMAP", "IMAPMail", "IMAPNotes", "SMTP", "Google", "Yahoo", "aol", "Hotmail", "Exchange", "AppleAccount", "CardDAV", "OnMyDevice"]
CLASSES = ["com.apple.Dataclass.Contacts", "com.apple.Dataclass.Mail", "com.apple.Dataclass.Calendars", "com.apple.Dataclass.Notes"]


def archive(value):
    """A keyed archive as NSKeyedArchiver writes it: equal objects once."""
    objects, seen = ["$null"], {}

    def put(v):
        if v is None:
            return UID(0)
        if isinstance(v, (dict, list)):
            at = len(objects)
            objects.append(None)
            keys = [put(k) for k in v] if isinstance(v, dict) else None
            items = [put(x) for x in (v.values() if isinstance(v, dict) else v)]
            name = "NSDictionary" if isinstance(v, dict) else "NSArray"
            kind = seen.get(name)
            if kind is None:
                kind = seen[name] = UID(len(objects))
                objects.append({"$classname": name, "$classes": [name, "NSObject"]})
            o = {"$class": kind, "NS.objects": items}
            if keys is not None:
                o["NS.keys"] = keys
            objects[at] = o
            return UID(at)
        key = (type(v), v)
        if key not in seen:
            seen[key] = UID(len(objects))
            objects.append(v)
        return seen[key]

    root = put(value)
    return plistlib.dumps({"$version": 100000, "$archiver": "NSKeyedArchiver", "$top": {"root": root}, "$objects": objects},
                          fmt=plistlib.FMT_BINARY, sort_keys=False)


class Store:
    def __init__(self, name, wal=True):
        self.folder = tempfile.mkdtemp()
        self.path = os.path.join(self.folder, name)
        self.db = sqlite3.connect(self.path, isolation_level=None)
        self.db.execute("PRAGMA page_size=4096")
        if wal:
            self.db.execute("PRAGMA journal_mode=WAL")
            self.db.execute("PRAGMA wal_autocheckpoint=0")
        self.db.executescript(SCHEMA)
        if wal:
            self.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self.db.execute("BEGIN")
        for i, t in enumerate(TYPES, 1):
            self.db.execute("INSERT INTO ZACCOUNTTYPE (Z_PK, Z_ENT, Z_OPT, ZACCOUNTTYPEDESCRIPTION, ZIDENTIFIER) VALUES (?,4,1,?,?)", (i, t, "com.apple.account." + t))
        for i, c in enumerate(CLASSES, 1):
            self.db.execute("INSERT INTO ZDATACLASS VALUES (?,7,1,?)", (i, archive(c)))
        self.db.execute("COMMIT")

    def account(self, pk, kind, identifier, user=None, name=None, parent=None, active=1, classes=(), mail=None, **properties):
        blob = None if mail is None else archive({"com.apple.Dataclass.Notes": {"x": 1}, "com.apple.Dataclass.Mail": mail})
        self.db.execute("INSERT INTO ZACCOUNT (Z_PK, Z_ENT, Z_OPT, ZACTIVE, ZAUTHENTICATED, ZVISIBLE, ZACCOUNTTYPE, ZPARENTACCOUNT, ZACCOUNTDESCRIPTION, ZAUTHENTICATIONTYPE, ZIDENTIFIER, ZUSERNAME, ZDATACLASSPROPERTIES) VALUES (?,2,1,?,1,1,?,?,?,?,?,?,?)",
                        (pk, active, TYPES.index(kind) + 1, parent, name, "parent" if parent else None, identifier, user, blob))
        for c in classes:
            self.db.execute("INSERT INTO Z_2ENABLEDDATACLASSES VALUES (?,?)", (pk, CLASSES.index("com.apple.Dataclass." + c) + 1))
        for key, value in properties.items():
            for v in value if isinstance(value, tuple) else (value,):
                self.db.execute("INSERT INTO ZACCOUNTPROPERTY (Z_ENT, Z_OPT, ZOWNER, ZKEY, ZVALUE) VALUES (3,1,?,?,?)", (pk, key, archive(v)))

    def copy(self, folder, without=()):
        os.makedirs(folder, exist_ok=True)
        for tail in ("", "-wal"):
            if tail not in without and os.path.exists(self.path + tail):
                shutil.copy(self.path + tail, os.path.join(folder, os.path.basename(self.path) + tail))


def mac(store):
    """One POP account with a policy of its own, a Gmail and an old-fashioned IMAP one, and one without mail."""
    store.account(1, "OnMyDevice", "LOCAL-1", name="On My Mac")
    store.account(2, "POP", "11111111-0000-4000-8000-000000000002", user="info", name="問い合わせ", classes=["Mail"],
                  mail={"DeletionPolicy": 2, "DaysAfterDownloadToDeleteMessagesFromServer": 30, "BigMessageWarningSize": -1},
                  Hostname="pop.example.co.jp", PortNumber=995, SSLEnabled=True, SSLIsDirect=True, AuthenticationScheme="",
                  SendingAccountIdentifier="11111111-0000-4000-8000-000000000003", Password="CANARY-store-password",
                  EmailAliases=[{"DisplayName": "窓口", "IsEnabled": True, "EmailAddresses": [{"EmailAddress": "info@example.co.jp", "IsDefault": True}]}])
    store.account(3, "SMTP", "11111111-0000-4000-8000-000000000003", user="info", Hostname="smtp.example.co.jp", PortNumber=587,
                  SSLEnabled=True, SSLIsDirect=False, AuthenticationScheme="")
    store.account(4, "Google", "11111111-0000-4000-8000-000000000004", user="tanaka@example.com", name="Gmail", classes=["Mail", "Contacts"],
                  oauthToken="CANARY-store-token")
    store.account(5, "IMAP", "11111111-0000-4000-8000-000000000005", parent=4,
                  mail={"StoreSentMessagesOnServer": True, "StoreTrashOnServer": True, "NumberOfDaysToKeepTrash": 30, "DeleteMessagesInPlace": False,
                        "Sent MessagesMailboxName": "[Gmail]/Sent Mail", "TrashMailboxName": "[Gmail]/Trash"},
                  Hostname="imap.gmail.com", PortNumber=(993, 993), SSLEnabled=True, SSLIsDirect=True, AuthenticationScheme="OAUTHBEARER",
                  SendingAccountIdentifier="11111111-0000-4000-8000-000000000006")
    store.account(6, "SMTP", "11111111-0000-4000-8000-000000000006", parent=4, Hostname="smtp.gmail.com", PortNumber=465, SSLEnabled=True,
                  SSLIsDirect=True, AuthenticationScheme="OAUTHBEARER")
    store.account(7, "AppleAccount", "11111111-0000-4000-8000-000000000007", user="tanaka@icloud.example", name="iCloud", classes=["Contacts"],
                  mail={}, primaryEmail="tanaka@icloud.example")


def phone(store):
    """As on an iPhone: the settings are properties, as words; what is at its default is not there."""
    store.account(2, "POP", "22222222-0000-4000-8000-000000000002", user="info", name="Info", classes=["Mail"], Class="POPAccount",
                  Hostname="pop.example.co.jp", PortNumber=995, SSLEnabled=True, FullUserName="Info", DeletionPolicy="AfterInterval",
                  EmailAddresses=["info@example.co.jp"])
    store.account(3, "POP", "22222222-0000-4000-8000-000000000003", user="sales", name="Sales", classes=["Mail"], Class="POPAccount",
                  Hostname="pop.example.co.jp", PortNumber=995, SSLEnabled=True, EmailAddresses=["sales@example.co.jp"])
    store.account(4, "Google", "22222222-0000-4000-8000-000000000004", user="tanaka@example.com", name="Gmail", classes=["Mail", "Calendars"],
                  Class="GmailAccount", SSLEnabled=True, AuthenticationScheme="", StoreTrashOnServer=True)


def main():
    case, folder = sys.argv[1:]
    store = Store("Accounts3.sqlite" if case.startswith("phone") else "Accounts4.sqlite", wal=case != "phone")
    store.db.execute("BEGIN")
    (phone if case.startswith("phone") else mac)(store)
    store.db.execute("COMMIT")
    if case == "torn":
        store.account(8, "POP", "11111111-0000-4000-8000-000000000008", user="late", classes=["Mail"], Hostname="pop.example.co.jp", mail={"DeletionPolicy": 1})
    store.copy(folder, without=("-wal",) if case == "without-log" else ())
    if case == "torn":
        log = os.path.join(folder, "Accounts4.sqlite-wal")
        os.truncate(log, os.path.getsize(log) - 3000)
    shutil.rmtree(store.folder)


main()
