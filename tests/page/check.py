# SPDX-License-Identifier: GPL-3.0-or-later
"""What must hold of every page, without a browser: faults(page, report, status) lists what does not.

page is the text of the page, report the JSON of the same command, status its exit status.
"""
import base64
import hashlib
import html.parser
import re
import sys

VOID = {"meta", "br", "input", "path", "rect", "circle", "use"}
TAGS = VOID | set(
    """html head title style script body a svg defs symbol pattern g text desc header main footer nav section p h1 h2 h3 h4 h5 span b i
    ul li div details summary table caption thead tbody tr th td small code label output figure figcaption time""".split())
ATTRIBUTES = set(
    """lang charset http-equiv content name class href id aria-label aria-labelledby aria-hidden role tabindex scope hidden open type
    autocomplete datetime data-sort viewbox preserveaspectratio width height x y d rx cx cy r patternunits patterntransform""".split())


class Page(html.parser.HTMLParser):
    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.faults, self.stack, self.ids, self.refs, self.headings = [], [], {}, [], []
        self.texts, self.raw, self.elements, self.policy, self.of = [], {"style": [], "script": []}, [], None, []
        self.feed(text)
        self.close()
        self.want(not self.stack, "open at the end:", self.stack)

    def want(self, cond, *what):
        if not cond:
            self.faults.append(" ".join(map(str, what)) + " (line %d)" % self.getpos()[0])

    def handle_startendtag(self, tag, attrs):
        self.want(tag in VOID, tag, "is closed at once")
        self.open(tag, attrs)

    def handle_starttag(self, tag, attrs):
        self.open(tag, attrs)
        if tag not in VOID:
            self.stack.append((tag, dict(attrs)))

    def open(self, tag, attrs):
        a = dict(attrs)
        self.elements.append((tag, a))
        self.want(tag in TAGS, "element", tag)
        self.want(len(a) == len(attrs), "an attribute twice in", tag)
        for name, value in attrs:
            self.want(name in ATTRIBUTES, "attribute", name, "of", tag)
            self.want(value is None or not re.search(r"(?i)javascript:|https?:|//|data:", value) or name in ("aria-label", "datetime"),
                      "an address in", name, repr(value))
        if "id" in a:
            self.want(a["id"] not in self.ids, "id twice:", a["id"])
            self.want(re.fullmatch(r"[A-Za-z][A-Za-z0-9-]*", a["id"]), "id", a["id"])
            self.ids[a["id"]] = tag
        if "href" in a:
            self.want(re.fullmatch(r"#[A-Za-z0-9-]+", a["href"]), "link", a["href"])
            self.refs.append(a["href"][1:])
        self.refs += a.get("aria-labelledby", "").split()
        if tag == "meta" and a.get("http-equiv"):
            self.policy = a["content"]
        if tag == "th":
            self.want(a.get("scope") in ("row", "col"), "th without scope")
        if tag == "svg":
            self.want(a.get("aria-hidden") == "true" or (a.get("role") == "img" and a.get("aria-labelledby")), "a drawing without words")
        if re.fullmatch("h[1-6]", tag):
            level = int(tag[1])
            self.want(not self.headings or level <= self.headings[-1] + 1, "heading", tag, "behind h%d" % self.headings[-1] if self.headings else "")
            self.headings.append(level)

    def handle_endtag(self, tag):
        self.want(self.stack and self.stack[-1][0] == tag, "</%s> within" % tag, [t for t, _ in self.stack[-3:]])
        while self.stack and self.stack.pop()[0] != tag:
            pass

    def handle_data(self, data):
        inside = self.stack[-1][0] if self.stack else ""
        if inside in self.raw:
            self.raw[inside].append(data)
            return
        for tag, a in self.stack:
            if "id" in a:
                self.of.append((a["id"], data))
        self.texts.append(data)

    def handle_comment(self, data):
        self.want(False, "a comment:", data[:40])

    def text(self):
        return " ".join(self.texts)

    def text_of(self, name):
        return " ".join(data for ident, data in self.of if ident == name)


def visible(text):
    """As the program shows what cannot be seen or turns the direction of writing."""
    def letter(c):
        if c in "\n\t\r":
            return {"\n": "\\n", "\t": "\\t", "\r": "\\r"}[c]
        if ord(c) < 32 or ord(c) == 127:
            return "\\x%02x" % ord(c)
        hidden = ord(c) in range(0x202A, 0x202F) or ord(c) in range(0x2060, 0x2070) or ord(c) & 0xFFFE == 0xFFFE
        return "\\u%04x" % ord(c) if hidden else c
    return "".join(map(letter, text))


def faults(page, report, status, lang="en"):
    p = Page(page)
    want = p.want
    want(page.startswith("<!DOCTYPE html>\n<html lang=\"%s\">" % lang), "how it begins")
    want(not [c for c in page if (ord(c) < 32 and c not in "\n\t") or 127 <= ord(c) < 160 or ord(c) in range(0x202A, 0x202F)], "control characters")
    for ref in p.refs:
        want(ref in p.ids, "nothing has the id", ref)
    want(p.headings.count(1) == 1, "one h1")
    for kind in p.raw:
        want(len(p.raw[kind]) >= 1 and [t for t, _ in p.elements].count(kind) == 1, "one", kind)
    hashes = {kind: "'sha256-%s'" % base64.b64encode(hashlib.sha256("".join(p.raw[kind]).encode()).digest()).decode() for kind in p.raw}
    want(p.policy == "default-src 'none'; style-src %(style)s; script-src %(script)s; base-uri 'none'; form-action 'none'" % hashes, "policy", p.policy)
    want(not re.search(r"(?i)url\((?!#)|@import|innerHTML|eval|fetch|XMLHttpRequest|http", "".join(sum(p.raw.values(), []))), "what loads something")
    for i, (tag, _) in enumerate(p.elements):
        want(tag != "table" or p.elements[i + 1][0] == "caption", "a table without a caption")
        want(tag != "details" or p.elements[i + 1][0] == "summary", "details without a summary")
    if report.get("format") == "mailaccord-handover":
        check_handover(p, report)
    else:
        check_report(p, report, status, lang)
    return p.faults


def check_handover(p, handover):
    header = next(a["class"].split()[1] for t, a in p.elements if t == "header")
    p.want(header == ("lost" if handover["carries"] else "unknown" if handover["unknown"] else "clean"), "verdict", header)
    for i, place in enumerate(handover["workstations"]):
        own = p.text_of("place%d" % i)
        p.want(visible(place["workstation"]) in own, "workstation", place["workstation"])
        for mail in place["mail"]:
            p.want(not mail["store"] or visible(mail["store"]["path"]) in own, "a place that is not shown:", mail["store"])


def check_report(p, report, status, lang):
    want, text = p.want, p.text()
    header = next(a["class"].split()[1] for t, a in p.elements if t == "header")
    verdict = report["summary"]["verdict"]
    if "gate" in report:
        want(header == {"pass": "clean", "fail": "lost", "undetermined": "unknown"}[report["gate"]["verdict"]], "verdict", header, report["gate"]["verdict"])
    else:
        want(header != "clean" or (verdict == "clean" and status == 0), "clean, but", verdict, status)
        want(header in {"fail": ("lost", "fail", "minor", "unknown"), "unknown": ("unknown",), "clean": ("clean", "unknown")}[verdict], "verdict", header, verdict)
        heavy = [f for f in report["findings"] if f["status"] == "fail" and f["severity"] in ("medium", "high", "critical")]
        want(not heavy or header in ("lost", "fail"), "something fails, but", header)
        want(status != 1 or header in ("lost", "fail", "minor", "unknown"), "exit status 1, but", header)
    shown = set()
    for i, m in enumerate(report["mailboxes"]):
        if "m%d" % i not in p.ids:
            want("gate" in report, "mailbox", m["key"], "is not shown")
            continue
        shown.add(m["key"])
        state = next(a["class"].split()[1] for t, a in p.elements if a.get("id") == "m%d" % i)
        want(state != "clean" or m["status"] == "clean", m["key"], "is shown as clean but is", m["status"])
        want(visible(m["address"] or "") in p.text_of("m%d" % i), "address of", m["key"])
    for i, f in enumerate(report["findings"]):
        if f["mailbox"] and f["mailbox"] not in shown:
            continue
        own = p.text_of("f%d" % i)
        want("f%d" % i in p.ids and f["code"] in own, "finding", i, f["code"])
        want(lang != "en" or f["title"] in own, "finding", i, "has its title")
        for b in f["blame"][:6]:
            want(visible(b.get("workstation", "")) in own, "finding", i, "blames", b.get("workstation"))
        for b in f["blame"][:6]:
            for e in b["evidence"]:
                want("file" not in e.get("place", {}) or visible(e["place"]["file"]) in own, "place of evidence", e.get("place"))
        if f["status"] == "waived":
            want(visible(f["waiver"]["reason"]) in p.text_of("waivers"), "reason of a waiver")
    for c in report["coverage"]:
        want(visible(c["workstation"]) in p.text_of("coverage"), "workstation", c["workstation"])


if __name__ == "__main__":
    import json
    found = faults(open(sys.argv[1], encoding="utf-8").read(), json.load(open(sys.argv[2], encoding="utf-8")), int(sys.argv[3]), *sys.argv[4:])
    print("\n".join(found[:20]))
    sys.exit(bool(found))
