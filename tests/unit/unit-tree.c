/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A tree in a scratch folder with everything that tries to lead out of it.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "intake/tree.h"
#include "t.h"

static char top[64];

static void
put(const char *path, const char *text)
{
	char full[256];
	snprintf(full, sizeof full, "%s/%s", top, path);
	FILE *f = fopen(full, "w");
	if (!f)
		abort();
	fputs(text, f);
	fclose(f);
}

static void
folder(const char *path)
{
	char full[256];
	snprintf(full, sizeof full, "%s/%s", top, path);
	if (mkdir(full, 0755) != 0)
		abort();
}

static void
link_to(const char *target, const char *path)
{
	char full[256];
	snprintf(full, sizeof full, "%s/%s", top, path);
	if (symlink(target, full) != 0)
		abort();
}

static void
set_up(struct tree *tree)
{
	struct err err = { 0 };
	char fifo[256], path[256];
	strcpy(top, "/tmp/mailaccord-tree-XXXXXX");
	if (!mkdtemp(top))
		abort();
	put("outside.txt", "outside");
	folder("root");
	folder("root/etc");
	folder("root/home");
	folder("root/home/taro");
	put("root/etc/passwd", "ours");
	put("root/home/taro/prefs.js", "taro's");
	link_to("taro", "root/home/link");
	link_to("/etc/passwd", "root/absolute");
	link_to("/etc/hostname", "root/absolute-elsewhere");
	link_to("../outside.txt", "root/up");
	link_to("../../../../../../etc/passwd", "root/far-up");
	link_to("loop", "root/loop");
	link_to("home/taro/prefs.js", "root/inner");
	snprintf(fifo, sizeof fifo, "%s/root/fifo", top);
	if (mkfifo(fifo, 0644) != 0)
		abort();
	snprintf(path, sizeof path, "%s/root", top);
	if (!tree_init(tree, strdup(path), &err))
		abort();
}

static void
tear_down(struct tree *tree)
{
	char command[128];
	free((char *)tree->path);
	tree_fini(tree);
	snprintf(command, sizeof command, "rm -rf %s", top);
	if (system(command) != 0)
		abort();
}

static void
opens_nothing_outside(void)
{
	static const struct {
		const char *path, *want;
		enum tree_kind kind;
	} rows[] = {
		{ "home/taro/prefs.js", "taro's", TREE_FILE },
		{ "/home//taro/./prefs.js", "taro's", TREE_FILE },
		{ "home/link/prefs.js", "taro's", TREE_FILE },
		{ "inner", "taro's", TREE_FILE },
		{ "home/../etc/passwd", "ours", TREE_FILE },
		{ "../../etc/passwd", "ours", TREE_FILE },
		{ "absolute", "ours", TREE_FILE },
		{ "far-up", "ours", TREE_FILE },
		{ "absolute-elsewhere", NULL, TREE_OUTSIDE },
		{ "up", NULL, TREE_OUTSIDE },
		{ "../outside.txt", NULL, TREE_OUTSIDE },
		{ "loop", NULL, TREE_ABSENT },
		{ "fifo", NULL, TREE_OTHER },
		{ "home", NULL, TREE_FOLDER },
		{ "", NULL, TREE_FOLDER },
		{ "nothing", NULL, TREE_ABSENT },
		{ "home/taro/prefs.js/deeper", NULL, TREE_ABSENT },
	};
	struct tree tree;
	set_up(&tree);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct tree_stat stat;
		char text[64] = "";
		int fd = tree_open(&tree, rows[i].path, &stat);
		if (fd >= 0) {
			ssize_t n = read(fd, text, sizeof text - 1);
			text[n > 0 ? n : 0] = 0;
			close(fd);
		}
		t_text(fd >= 0 ? text : NULL, rows[i].want, rows[i].path);
		t_num(stat.kind, rows[i].kind, rows[i].path);
		t_num(tree_stat(&tree, rows[i].path).kind, rows[i].kind, rows[i].path);
	}
	tear_down(&tree);
}

static void
lists_and_globs(void)
{
	struct tree tree;
	struct arena arena = { 0 };
	size_t n;
	set_up(&tree);
	const char **names = tree_list(&tree, "home", &arena, &n, NULL);
	t_num((long long)n, 2, "home");
	t_text(n == 2 ? names[0] : "", "link", "sorted");
	names = tree_glob(&tree, "home/*/prefs.js", &arena, &n);
	t_num((long long)n, 2, "glob");
	t_text(n == 2 ? names[1] : "", "home/taro/prefs.js", "the second match");
	(void)tree_glob(&tree, "home/*/nothing", &arena, &n);
	t_num((long long)n, 0, "no match");
	names = tree_glob(&tree, "etc/pass*", &arena, &n);
	t_text(n == 1 ? names[0] : "", "etc/passwd", "part of a component");
	arena_fini(&arena);
	tear_down(&tree);
}

static void
says_what_is_missing(void)
{
	struct tree tree;
	struct err err = { 0 };
	t_ok(!tree_init(&tree, "/nonexistent/folder", &err), "init", "fails");
	t_num(err.status, EXIT_NO_INPUT, "status");
	t_text(err.text, "/nonexistent/folder: No such file or directory", "text");
}

static CU_TestInfo tests[] = {
	{ "opens nothing outside", opens_nothing_outside },
	{ "lists and globs", lists_and_globs },
	{ "says what is missing", says_what_is_missing },
	CU_TEST_INFO_NULL,
};
const struct t_suite suite_tree = { "tree", tests };
