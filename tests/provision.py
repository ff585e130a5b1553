# SPDX-License-Identifier: GPL-3.0-or-later
"""What provision writes, read again by the plugins, is what the policy wanted:
for many policies, each a mailbox of one.  Prints TAP lines without a plan."""
import json, os, plistlib, re, subprocess, sys, xml.etree.ElementTree as tree

program, scratch, client = sys.argv[1:]
HOSTILE = 'O\'Neill "受付𠮷" & <b>]]> \\ %n ;/*'

def cases():
    servers = {"host": "in.example.co.jp", "smtp_host": "out.example.co.jp"}
    yield "silent", servers
    for protocol in "imap", "pop3":
        for security in "none", "starttls", "tls":
            yield "%s-%s" % (protocol, security), {**servers, "protocol": protocol, "security": security, "smtp_security": security}
        for port, smtp_port in (993 if protocol == "imap" else 995, 465), (143 if protocol == "imap" else 110, 587), (4242, 2525):
            yield "%s-%d" % (protocol, port), {**servers, "protocol": protocol, "port": port, "smtp_port": smtp_port}
        for auth in "encrypted", "ntlm", "kerberos", "oauth2":
            yield "%s-%s" % (protocol, auth), {**servers, "protocol": protocol, "auth": auth}
        yield protocol + "-nobody", {**servers, "protocol": protocol, "smtp_auth": "none"}
        yield protocol + "-login", {**servers, "protocol": protocol, "login": 'a"b\\c&d<e>\'f=%;# 田中', "smtp_login": "other"}
        yield protocol + "-check", {**servers, "protocol": protocol, "check_minutes": 7}
    pop = {**servers, "protocol": "pop3"}
    yield "off", {**pop, "leave_on_server": False}
    yield "off-with-rest", {**pop, "leave_on_server": False, "delete_after_days": 14, "delete_when": "deleted"}
    for days in 0, 1, 7, 14, 30, 365:
        yield "days-%d" % days, {**pop, "leave_on_server": True, "delete_after_days": days}
        yield "days-%d-deleted" % days, {**pop, "delete_after_days": days, "delete_when": "deleted"}
    for when in "never", "deleted", "moved", "trash-emptied":
        yield "when-" + when, {**pop, "delete_when": when}
    yield "size", {**pop, "max_download_kb": 300}
    for model in "mark", "trash", "purge":
        yield model, {**servers, "delete_model": model}

def wanted(settings, address):
    """Said again here, so that the program is not compared with itself."""
    w = {"protocol": "imap", "login": address, "auth": "password", **settings}
    pop = w["protocol"] == "pop3"
    for name, tls, plain in ("", 995 if pop else 993, 110 if pop else 143), ("smtp_", 465, 587):
        w.setdefault(name + "security", "tls" if w.get(name + "port", tls) == tls else "starttls")
        w.setdefault(name + "port", tls if w[name + "security"] == "tls" else plain)
    w.setdefault("smtp_auth", w["auth"])
    if w["smtp_auth"] != "none":
        w.setdefault("smtp_login", w["login"])
    if pop:
        w.setdefault("leave_on_server", True)
        w.setdefault("delete_when", "never")
        if not w["leave_on_server"]:
            w.pop("delete_after_days", None), w.pop("delete_when")
    return w

def run(*arguments):
    return subprocess.run([program, *arguments], capture_output=True, text=True)

number, bad = 0, 0
def ok(fine, name, why=""):
    global number, bad
    bad += not fine
    print("%sok - %s: %s" % ("" if fine else "not ", client, name))
    if not fine:
        print("#  " + str(why).replace("\n", "\n#  ")[:2000])

def scanned(path):
    out = run("scan", "--format", "json", path)
    return json.loads(out.stdout)["accounts"]

def compare(name, want, account, cannot):
    # Outlook's files say "as for fetching" where both logins are one.
    if "smtp_login" not in account and want.get("smtp_login") == want["login"]:
        account["smtp_login"] = account.get("login")
    names = set(want) | {"delete_after_days", "delete_when"} if want["protocol"] == "pop3" else set(want)
    wrong = ["%s is %r, not %r" % (k, account.get(k), want.get(k)) for k in sorted(names - cannot) if account.get(k) != want.get(k)]
    return wrong

def read_xml(path):
    """What the account dialog makes of it."""
    provider = tree.parse(path).getroot().find("emailProvider")
    sockets = {"plain": "none", "STARTTLS": "starttls", "SSL": "tls"}
    auths = {"password-cleartext": "password", "password-encrypted": "encrypted", "NTLM": "ntlm", "GSSAPI": "kerberos", "OAuth2": "oauth2", "none": "none"}
    def server(node, prefix):
        return {prefix + "host": node.findtext("hostname"), prefix + "port": int(node.findtext("port")), prefix + "login": node.findtext("username"),
            prefix + "security": sockets.get(node.findtext("socketType")), prefix + "auth": auths.get(node.findtext("authentication"))}
    node = provider.find("incomingServer")
    out = {**server(node, ""), **server(provider.find("outgoingServer"), "smtp_"), "protocol": node.get("type")}
    pop = node.find("pop3")
    if pop is not None:
        out["leave_on_server"] = pop.findtext("leaveMessagesOnServer") == "true"
        if out["leave_on_server"]:
            out["delete_after_days"] = int(pop.findtext("daysToLeaveMessagesOnServer"))
            out["delete_when"] = "deleted"
    return out

def main():
    all_cases = dict(cases())
    policy = os.path.join(scratch, "policy.json")
    json.dump({"format": "mailaccord-policy", "version": 1, "min_keep_days": 1,
        "mailboxes": {name + "@example.co.jp": {"settings": settings} for name, settings in all_cases.items()}}, open(policy, "w"))
    wrong, seen, names, secret = {}, {}, {}, []
    for name, settings in all_cases.items():
        address, folder = name + "@example.co.jp", os.path.join(scratch, client, name)
        os.makedirs(os.path.dirname(folder), exist_ok=True)
        got = run("provision", "--client", client, "--address", address, "--policy", policy, "--name", HOSTILE, "--output", folder, "--format", "json")
        if got.returncode not in (0, 1):
            wrong[name] = [got.stderr]
            continue
        want = wanted(settings, address)
        for made in json.loads(got.stdout)["files"]:
            path, cannot = made["path"], set(made["by_hand"])
            file = os.path.basename(path)
            seen[file.replace(address, "*")] = seen.get(file.replace(address, "*"), 0) + 1
            if file.endswith(".xml"):
                account = read_xml(path)
                for key in "login", "smtp_login":
                    account[key] = account[key] and account[key].replace("%EMAILADDRESS%", address).replace("%EMAILLOCALPART%", name)
                if account.get("delete_after_days") == 0:
                    del account["delete_after_days"]
            else:
                alone = os.path.join(scratch, "alone")
                os.makedirs(alone, exist_ok=True)
                for old in os.listdir(alone):
                    os.remove(os.path.join(alone, old))
                os.link(path, os.path.join(alone, file))
                accounts = scanned(alone)
                if len(accounts) != 1:
                    wrong.setdefault(name, []).append("%s: %d accounts" % (file, len(accounts)))
                    continue
                account = accounts[0]
                if account["addresses"] != [address]:
                    wrong.setdefault(name, []).append("%s: addresses are %r" % (file, account["addresses"]))
                if "password_kept" in account:
                    secret.append(path)
            if want["security"] != "none" and account.get("security") == "none":
                wrong.setdefault(name, []).append(file + ": nothing is encrypted")
            why = compare(name, want, account, cannot)
            if why:
                wrong.setdefault(name, []).append(file + ": " + "; ".join(why))
            names.setdefault(file.replace(address, "*"), set()).add(person(path))
    ok(not wrong, "%d policies, read again: %s" % (len(all_cases), ", ".join("%d %s" % (n, f) for f, n in sorted(seen.items()))),
        "\n".join("%s: %s" % (k, v) for k, v in wrong.items()))
    ok(not secret, "no file has a password", secret)
    for file, found in sorted(names.items()):
        if found != {None}:
            ok(found == {HOSTILE}, "%s: a hostile name is what it was" % file, found)

def person(path):
    """The name that the file gives to the person; None where the format has none."""
    data = open(path, "rb").read()
    if path.endswith("user.js"):
        return json.loads(re.search(rb'id1\.fullName", (".*")\);', data).group(1))
    if path.endswith(".prf"):
        text = data.decode("utf-16" if data[:2] == b"\xff\xfe" else "ascii")
        return re.search(r"^DisplayName=(?!PT_)(.*)\r$", text, re.M).group(1)
    if path.endswith(".reg"):
        return re.sub(r"\\(.)", r"\1", re.search(r'^"Display Name"="(.*)"\r$', data.decode("utf-16"), re.M).group(1))
    if path.endswith(".mobileconfig"):
        return plistlib.loads(data)["PayloadContent"][0]["EmailAccountName"]
    return None

main()
