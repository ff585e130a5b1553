/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which clients there are files for is known from the plugins' tables of
 * writers.  -o names a folder, or one file by an ending that a writer's has.
 */
#include "command/command.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "base/str.h"
#include "document/document.h"
#include "document/text.h"
#include "intake/desk.h"
#include "intake/loader.h"

enum { MAX_FILES = 16 };

/* What one writer makes. */
struct made {
	const struct ma_writer *writer;
	const char *plugin, *path;
	struct desk_file file;
};

struct making {
	struct call *call;
	struct loader loader;
	struct made made[MAX_FILES];
	size_t n;
};

/* ---- which files ---- */

static bool
known_already(const char *words, const char *client)
{
	int index;
	return str_word(words, client, strlen(client), &index);
}

/* Each once, in one line. */
static const char *
clients(const struct making *m)
{
	const char *words = "";
	for (size_t i = 0; i < m->loader.n; i++)
		for (const struct ma_writer *w = loader_writers(m->loader.plugins[i].plugin); w && w->client; w++)
			if (!known_already(words, w->client))
				words = arena_printf(&m->call->arena, "%s%s%s", words, *words ? " " : "", w->client);
	return words;
}

static bool
choose_writers(struct making *m)
{
	const struct opt_value *client = &m->call->options[OPT_CLIENT];
	for (size_t i = 0; client->given && i < m->loader.n; i++) {
		const struct ma_plugin *plugin = m->loader.plugins[i].plugin;
		for (const struct ma_writer *w = loader_writers(plugin); w && w->client && m->n < MAX_FILES; w++)
			if (strcmp(w->client, client->text) == 0)
				m->made[m->n++] = (struct made){ .writer = w, .plugin = plugin->name };
	}
	return m->n || err_set(&m->call->err, EXIT_USAGE, "--client: there are files for: %s", clients(m));
}

/* ---- where ---- */

/* "*.ini" of info@example.co.jp is info@example.co.jp.ini */
static const char *
file_name(struct making *m, const struct ma_writer *writer, const char *address)
{
	const char *star = strchr(writer->file, '*');
	char *name = arena_strdup(&m->call->arena, address);
	for (char *p = name; (p = strpbrk(p, "*?|")); p++) /* which no file is called on some systems */
		*p = '_';
	return star ? arena_printf(&m->call->arena, "%.*s%s%s", (int)(star - writer->file), writer->file, name, star + 1) : writer->file;
}

/* Do files of the client itself lie in the folder?  What is written there would be the client's at its next start. */
static bool
is_clients_own(struct making *m, const char *folder, const char *plugin)
{
	struct stat st;
	for (size_t i = 0; i < m->loader.n; i++)
		for (const struct ma_source *s = m->loader.plugins[i].plugin->sources; s->role; s++) {
			const char *slash = strrchr(s->glob, '/'), *name = slash ? slash + 1 : s->glob;
			if (strcmp(m->loader.plugins[i].plugin->name, plugin) != 0 || s->base == MA_REGISTRY || strpbrk(name, "*?"))
				continue;
			if (lstat(arena_printf(&m->call->arena, "%s/%s", folder, name), &st) == 0)
				return true;
		}
	return false;
}

/* The folder that PATH is in. */
static const char *
folder_of(struct making *m, const char *path)
{
	const char *slash = strrchr(path, '/');
	return !slash ? "." : slash == path ? "/" : arena_copy(&m->call->arena, path, (size_t)(slash - path));
}

/* Is PATH the one file that ends so, and no folder?  Then it is the only one left. */
static bool
one_file(struct making *m, const char *path)
{
	struct stat st;
	if (str_ends(path, "/") || (stat(path, &st) == 0 && S_ISDIR(st.st_mode)))
		return false;
	for (size_t i = 0; i < m->n; i++) {
		const char *dot = strrchr(m->made[i].writer->file, '.');
		if (!dot || !str_ends(path, dot))
			continue;
		m->made[0] = m->made[i];
		m->made[0].path = path;
		m->n = 1;
		return true;
	}
	return false;
}

/* Names the files, and sees to it that none takes another's place. */
static bool
choose_paths(struct making *m, const char *address)
{
	const struct opt_value *output = &m->call->options[OPT_OUTPUT];
	const char *folder = output->given ? output->text : ".";
	struct stat st;
	bool one = one_file(m, folder);
	if (!one && mkdir(folder, 0777) != 0 && errno != EEXIST)
		return err_errno(&m->call->err, folder);
	for (size_t i = 0; i < m->n; i++) {
		if (!one)
			m->made[i].path = arena_printf(&m->call->arena, "%s%s%s", folder, str_ends(folder, "/") ? "" : "/",
			    file_name(m, m->made[i].writer, address));
		if (lstat(m->made[i].path, &st) == 0)
			return err_set(&m->call->err, EXIT_CANNOT_CREATE, "%s: is there already, and no file is replaced", m->made[i].path);
		if (is_clients_own(m, folder_of(m, m->made[i].path), m->made[i].plugin))
			return err_set(&m->call->err, EXIT_CANNOT_CREATE, "%s: this is a folder of the client itself, which is never changed; choose another",
			    folder_of(m, m->made[i].path));
	}
	return true;
}

/* ---- the command ---- */

/* What --set asks for. */
static bool
read_given(struct call *call, struct account *given)
{
	const struct opt_value *set = &call->options[OPT_SET];
	for (size_t i = 0; i < set->n; i++) {
		size_t n = strcspn(set->all[i], "=");
		const char *name = arena_copy(&call->arena, set->all[i], n), *value = set->all[i] + n + (set->all[i][n] == '=');
		int fact = fact_by_name(name);
		size_t k = 0;
		while (policy_settings[k] != MA_FACT_COUNT && (int)policy_settings[k] != fact)
			k++;
		if (policy_settings[k] == MA_FACT_COUNT)
			return err_set(&call->err, EXIT_USAGE, "--set: \"%s\" is nothing that can be set up", name);
		bool is_port = fact == MA_PORT || fact == MA_SMTP_PORT;
		int64_t number;
		bool in_range = fact_rows[fact].type != FACT_INT || (str_number(value, &number) && number >= is_port && number <= (is_port ? UINT16_MAX : 1000000));
		if (!*value || !in_range || strcmp(value, "unknown") == 0 || !account_parse_fact(given, &call->arena, (enum ma_fact)fact, value))
			return err_set(&call->err, EXIT_USAGE, "--set: \"%s\" is no value of %s%s%s", value, name, fact_rows[fact].words ? ": " : "",
			    fact_rows[fact].words ? fact_rows[fact].words : "");
	}
	return true;
}

static bool
write_file(struct call *call, const struct made *made)
{
	struct output output;
	if (!output_open_path(&output, made->path, call))
		return false;
	output.fresh = true;
	bool ok = fwrite(made->file.bytes, 1, made->file.n, output.file) == made->file.n;
	return output_close(&output, ok, &call->err) || err_errno(&call->err, made->path);
}

static bool
tell(struct making *m, const struct wish *wish)
{
	struct text_provided files[MAX_FILES];
	const struct output standard = { .file = stdout };
	bool json = m->call->options[OPT_PAGE_FORMAT].given && common_wants_data(m->call);
	bool japanese = lang_now() == LANG_JA && !json;
	for (size_t i = 0; i < m->n; i++) {
		const struct ma_writer *w = m->made[i].writer;
		files[i] = (struct text_provided){ m->made[i].path, japanese && w->japanese ? w->japanese : w->english, w->client,
			m->made[i].plugin, m->made[i].file.cannot };
	}
	/* People are to read it: JSON is asked for by name. */
	if (json)
		return document_write_provision(stdout, _("standard output"), wish, files, m->n, &m->call->err);
	return text_write_provision(stdout, _("standard output"), wish, files, m->n, common_style(m->call, &standard), &m->call->err);
}

static bool
provision(struct making *m, struct report *report, struct wish *wish)
{
	struct call *call = m->call;
	const struct opt_value *address = &call->options[OPT_MAILBOX];
	struct account given = { .plugin = "" };
	if (!address->given)
		return err_set(&call->err, EXIT_USAGE, "--address is missing");
	if (!common_plugins(&m->loader, &call->err) || !choose_writers(m) || !read_given(call, &given) || !common_policy(call, report, NULL) ||
	    !wish_make(wish, &report->policy, address->text, call->options[OPT_PERSON].text, &given, &call->arena, &call->err) ||
	    !choose_paths(m, address->text))
		return false;
	for (size_t i = 0; i < m->n; i++) {
		m->made[i].file = desk_write(m->made[i].writer, wish, &call->arena);
		if (!write_file(call, &m->made[i]))
			return false;
	}
	return tell(m, wish);
}

int
command_provision(struct call *call)
{
	struct making m = { .call = call };
	struct report *report = report_new();
	struct wish wish;
	bool ok = provision(&m, report, &wish);
	int status = !ok ? EXIT_IO : wish.against ? EXIT_FINDINGS : EXIT_CLEAN;
	report_free(report);
	loader_fini(&m.loader);
	return status;
}
