# SPDX-License-Identifier: GPL-3.0-or-later
"""What one would write in Python in ten lines: python3 -m peer prefs|plist|documents PATH"""
import glob
import json
import plistlib
import re
import sys


def prefs(path):
    with open(path, encoding="utf-8") as file:
        json.dump({k: json.loads(v) for k, v in re.findall(r'user_pref\("([^"]*)", (.*)\);', file.read()) if k.startswith("mail.")}, sys.stdout)


def plist(path):
    """Reads the accounts and writes them again."""
    with open(path, "rb") as file:
        json.dump(plistlib.load(file), sys.stdout, indent=1)


def documents(path):
    """Counts the accounts of each address; judges nothing."""
    addresses = {}
    for name in glob.glob(path + "/*.json"):
        with open(name, encoding="utf-8") as file:
            for account in json.load(file)["accounts"]:
                for address in account["addresses"]:
                    addresses[address.lower()] = addresses.get(address.lower(), 0) + 1
    json.dump(addresses, sys.stdout, indent=1)


{"prefs": prefs, "plist": plist, "documents": documents}[sys.argv[1]](sys.argv[2])
