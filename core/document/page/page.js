/* SPDX-License-Identifier: GPL-3.0-or-later */
"use strict";
(() => {
	/* Fields that filter what follows them, up to the next heading of their order. */
	const rows = (field) => {
		const found = [];
		for (let at = field.nextElementSibling; at && !at.matches("h2, .finding, .filter"); at = at.nextElementSibling)
			found.push(...at.querySelectorAll(at.matches(".cards") ? ":scope > .card" : "tbody > tr"));
		return found;
	};
	for (const field of document.querySelectorAll(".filter")) {
		const input = field.querySelector("input"), said = field.querySelector("output");
		let all;
		field.hidden = false;
		input.addEventListener("input", () => {
			const want = input.value.trim().toLowerCase();
			let n = 0;
			all = all || rows(field).map((row) => [row, row.textContent.toLowerCase()]);
			for (const [row, text] of all) {
				const there = text.includes(want);
				row.classList.toggle("hide", !there);
				n += there;
			}
			for (const rest of field.parentElement.querySelectorAll(":scope > .rest"))
				rest.open = want !== "";
			said.textContent = want ? n + " / " + all.length : "";
		});
	}

	/* Heads that sort. */
	const key = (row, column) => {
		const cell = row.cells[column];
		return cell ? cell.dataset.sort || cell.textContent.trim() : "";
	};
	const order = new Intl.Collator(document.documentElement.lang, { numeric: true }).compare;
	const sort = (head, column) => {
		const body = head.closest("table").tBodies[0], up = head.getAttribute("aria-sort") !== "ascending";
		const sorted = [...body.rows].map((row, i) => [key(row, column), i, row]);
		sorted.sort((a, b) => (up ? 1 : -1) * order(a[0], b[0]) || a[1] - b[1]);
		for (const other of head.parentElement.cells)
			other.removeAttribute("aria-sort");
		head.setAttribute("aria-sort", up ? "ascending" : "descending");
		body.append(...sorted.map((each) => each[2]));
	};
	for (const head of document.querySelectorAll("table.sortable > thead th")) {
		const button = document.createElement("button");
		button.type = "button";
		button.append(...head.childNodes);
		button.addEventListener("click", () => sort(head, head.cellIndex));
		head.append(button);
	}

	/* What a link leads to is unfolded, and so is what is printed. */
	const reveal = () => {
		const target = document.getElementById(location.hash.slice(1));
		if (!target)
			return;
		for (let at = target; at; at = at.parentElement)
			if (at.tagName === "DETAILS")
				at.open = true;
		target.scrollIntoView();
	};
	addEventListener("hashchange", reveal);
	reveal();
	let opened = [];
	addEventListener("beforeprint", () => {
		opened = [...document.querySelectorAll("details.card:not([open]), details.mailbox:not([open]), details.rest:not([open]), details.rule:not([open])")];
		for (const each of opened)
			each.open = true;
	});
	addEventListener("afterprint", () => {
		for (const each of opened)
			each.open = false;
	});
})();
