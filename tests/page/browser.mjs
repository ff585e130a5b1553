// SPDX-License-Identifier: GPL-3.0-or-later
// node browser.mjs FOLDER: the pages in FOLDER in a real browser, as tests/page.sh made them.
// Prints "0 NAME" or "1 NAME" for each test, and what was wrong behind "#".
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const require = createRequire(import.meta.url);
const puppeteer = require("puppeteer-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const folder = process.argv[2];
const sizes = { desktop: { width: 1200, height: 900 }, phone: { width: 390, height: 800 }, narrow: { width: 320, height: 700 } };

const browser = await puppeteer.launch({
	executablePath: process.env.CHROMIUM,
	// Root has no sandbox; the pages are our own.
	args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--font-render-hinting=none"],
	userDataDir: folder + "/profile",
	protocolTimeout: 60000,
});

let faults = [];
const want = (cond, ...what) => cond || faults.push(what.join(" "));
const is = (got, wanted, what) => want(JSON.stringify(got) === JSON.stringify(wanted), what, "is", JSON.stringify(got), "should be", JSON.stringify(wanted));
const test = async (name, f) => {
	faults = [];
	try {
		await f();
	} catch (e) {
		faults.push(e.stack);
	}
	console.log((faults.length ? 1 : 0) + " " + name);
	for (const fault of faults.slice(0, 12))
		console.log("# " + fault.replaceAll("\n", "\n# "));
};

// Opens a page; what it asks for beside itself, and what it complains of, is a fault.
const open = async (name, { size = "desktop", scheme = "light", script = true, hash = "" } = {}) => {
	const page = await browser.newPage(), url = pathToFileURL(folder + "/" + name + ".html").href;
	await page.setViewport(sizes[size]);
	await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
	await page.setJavaScriptEnabled(script);
	page.on("request", (r) => want(r.url().split("#")[0] === url, "it asks for", r.url()));
	page.on("console", (m) => want(false, "it complains:", m.text()));
	page.on("pageerror", (e) => want(false, "it fails:", e.message));
	page.on("dialog", (d) => (want(false, "it says:", d.message()), d.dismiss()));
	await page.goto(url + hash);
	return page;
};
const shown = (page, selector) => page.$eval(selector, (e) => e.checkVisibility({ contentVisibilityAuto: false, visibilityProperty: true }));

for (const [name, scheme, size] of [["office", "light", "desktop"], ["office", "dark", "phone"], ["office-ja", "dark", "desktop"], ["office-ja", "light", "phone"],
	["unknown", "light", "desktop"], ["evil", "dark", "desktop"], ["changes", "light", "desktop"], ["gate", "dark", "desktop"], ["handover", "light", "desktop"],
	["handover-ja", "dark", "phone"]])
	await test(`${name}, ${scheme}, ${size}: axe finds nothing`, async () => {
		const page = await open(name, { scheme, size });
		await page.$$eval("details", (all) => all.forEach((each) => (each.open = true)));
		// What is far below is not drawn, and has no colours to be judged.
		await page.evaluate(() => document.styleSheets[0].insertRule("* { content-visibility: visible !important; }"));
		await page.evaluate(axe);
		const { violations } = await page.evaluate(() => axe.run(document, { resultTypes: ["violations"] }));
		for (const v of violations)
			for (const node of v.nodes.slice(0, 3))
				want(false, v.id, node.target.join(" "), node.failureSummary);
		await page.close();
	});

await test("nothing sticks out of a narrow window", async () => {
	for (const name of ["office", "office-ja", "evil", "handover", "handover-ja", "evil-handover"]) {
		const page = await open(name, { size: "narrow" });
		await page.$$eval("details", (all) => all.forEach((each) => (each.open = true)));
		is(await page.evaluate(() => document.documentElement.scrollWidth), sizes.narrow.width, name + ": width");
		await page.close();
	}
});

await test("without scripts everything is there, and nothing that does not work", async () => {
	const page = await open("many", { script: false });
	want(await shown(page, "#todo .card summary"), "a card");
	want(!(await shown(page, ".filter")), "a field that filters nothing");
	is(await page.$$eval("thead button", (all) => all.length), 0, "buttons");
	await page.close();
	const other = await open("office", { script: false });
	want(!(await shown(other, ".mailbox.clean .matrix")), "what is clean is folded");
	await other.focus(".mailbox.clean summary");
	await other.keyboard.press("Enter");
	want(await shown(other, ".mailbox.clean .matrix"), "and unfolds");
	await other.close();
});

await test("names from outside stay text", async () => {
	const page = await open("evil");
	is(await page.evaluate(() => [document.scripts.length, document.querySelectorAll("img, iframe, object, embed, link, form, a:not([href^='#'])").length]), [1, 0], "scripts and others");
	want(await page.$$eval("h4", (all) => all.some((e) => e.textContent === "<script>alert(1)</script>")), "the name is there");
	await page.close();
});

await test("the policy allows nothing beside the page's own", async () => {
	const page = await open("office");
	page.removeAllListeners("console");
	page.removeAllListeners("request");
	const done = await page.evaluate(async () => {
		const s = document.createElement("script"), d = document.createElement("div");
		s.textContent = "window.ran = true";
		d.setAttribute("onclick", "window.ran = true");
		d.setAttribute("style", "position: fixed");
		document.body.append(s, d);
		d.click();
		return [window.ran === true, getComputedStyle(d).position, await fetch("http://127.0.0.1:9/").then(() => true, () => false)];
	});
	is(done, [false, "static", false], "ran");
	await page.close();
});

await test("filter", async () => {
	const page = await open("many"), cards = "#todo .cards > .card:not(.hide)";
	const all = (await page.$$(cards)).length;
	await page.type("#todo .filter input", "pc-0007");
	const left = await page.$$eval(cards, (found) => found.map((e) => e.textContent.includes("PC-0007")));
	want(left.length && left.length < all && left.every(Boolean), "left", left.length, "of", all);
	is(await page.$eval("#todo .filter output", (e) => e.textContent), `${left.length} / ${all}`, "said");
	await page.$eval("#todo .filter input", (e) => { e.value = ""; e.dispatchEvent(new Event("input")); });
	is((await page.$$(cards)).length, all, "all again");
	await page.close();
});

await test("sort", async () => {
	const page = await open("many"), table = "#coverage table";
	const names = () => page.$$eval(table + " tbody th", (all) => all.map((e) => e.textContent));
	await page.$eval("#coverage details", (e) => (e.open = true));
	const before = await names();
	const press = async () => {
		await page.focus(table + " thead th:first-child button");
		await page.keyboard.press("Enter");
	};
	await press();
	is(await page.$eval(table + " thead th", (e) => e.ariaSort), "ascending", "aria-sort");
	is(await names(), before, "by name it was sorted");
	await press();
	is(await names(), before.slice().reverse(), "backwards");
	is(await page.$eval(table + " thead th", (e) => e.ariaSort), "descending", "aria-sort");
	await page.close();
});

await test("a link unfolds what it leads to", async () => {
	const page = await open("many");
	const target = await page.$eval("#mailboxes table a", (a) => (a.click(), a.hash));
	await page.waitForFunction((t) => document.querySelector(t).open, {}, target);
	await page.close();
	const direct = await open("office", { hash: "#rule-P01" });
	want(await direct.$eval("#rule-P01", (e) => e.open), "also from outside");
	await direct.close();
});

await test("the keyboard reaches everything, in order", async () => {
	const page = await open("office");
	const here = () => page.evaluate(() => document.activeElement.className + " " + document.activeElement.tagName);
	await page.keyboard.press("Tab");
	is(await here(), "skip A", "first the way past the contents");
	want((await page.$eval(".skip", (e) => e.getBoundingClientRect().left)) >= 0, "which is seen then");
	let last = -1;
	for (let i = 0; i < 200; i++) {
		const [order, tag, seen] = await page.evaluate(() => {
			const e = document.activeElement, s = getComputedStyle(e);
			return [[...document.querySelectorAll("*")].indexOf(e), e.tagName, s.outlineStyle !== "none" && s.outlineWidth !== "0px"];
		});
		if (tag === "BODY")
			break;
		want(order > last, "order at", tag);
		want(seen, "the focus is not seen on", tag);
		last = order;
		await page.keyboard.press("Tab");
	}
	await page.focus(".card summary");
	const open_ = await page.$eval(".card", (e) => e.open);
	await page.keyboard.press("Enter");
	is(await page.$eval(".card", (e) => e.open), !open_, "Enter folds");
	await page.close();
});

await test("on paper: A4, no contents, what is folded is open", async () => {
	for (const script of [true, false]) {
		const page = await open("office-ja", { script });
		await page.emulateMediaType("print");
		want(!(await shown(page, "nav")), "the contents are printed");
		await page.emulateMediaType("screen");
		const pdf = Buffer.from(await page.pdf({ preferCSSPageSize: true })).toString("latin1");
		const boxes = [...pdf.matchAll(/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/g)].map((m) => [Math.round(m[1]), Math.round(m[2])].join());
		is([...new Set(boxes)], ["595,842"], "paper");
		want(boxes.length > 3 && boxes.length < 30, "pages:", boxes.length);
		await page.close();
	}
	const page = await open("office", { script: false });
	await page.emulateMediaType("print");
	want(await shown(page, ".mailbox:not([open]) figure"), "a folded mailbox is printed");
	await page.close();
});

await browser.close();
