/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the program knows of itself and of providers, for "list plugins" and
 * "list providers".
 */
#include "document/json.h"
#include "model/provider.h"

bool
document_write_plugins(FILE *file, const char *where, const struct document_plugin *plugins, size_t n, const char *const *refused,
    size_t n_refused, struct err *err)
{
	struct json_out out = { .file = file, .empty = true };
	static const char *const tells[] = { "unknown", "read", "implied", "not-stored" };
	json_t *all = json_array(), *root = json_object();
	for (size_t i = 0; i < n; i++) {
		json_t *plugin = json_object(), *facts = json_object();
		for (size_t f = 0; f < MA_FACT_COUNT; f++)
			json_put(facts, fact_rows[f].name, json_words(tells[plugins[i].tells[f]]));
		json_put(plugin, "facts", facts);
		json_put(plugin, "name", json_words(plugins[i].name));
		json_put(plugin, "title", json_words(plugins[i].title));
		json_put(plugin, "path", json_words(plugins[i].path));
		json_add(all, plugin);
	}
	json_put(root, "plugins", all);
	json_put(root, "refused", json_list(refused, n_refused));
	json_out_value(&out, root);
	return json_out_end(&out, where, err);
}

static void
put_number(json_t *object, const char *key, int64_t number)
{
	if (number != POLICY_UNSET)
		json_put(object, key, json_integer(number));
}

static void
put_tri(json_t *object, const char *key, int tri)
{
	if (tri != POLICY_UNSET)
		json_put(object, key, json_boolean(tri));
}

static json_t *
provider_hosts_json(const struct policy_provider *provider, bool machines)
{
	json_t *all = json_array();
	for (size_t i = 0; i < n_provider_hosts; i++)
		if (provider_hosts[i].provider == provider && provider_hosts[i].machine == machines)
			json_add(all, json_words(provider_hosts[i].name));
	return all;
}

/* As a policy would have it, without what is not known. */
static json_t *
provider_json(const struct policy_provider *p)
{
	json_t *object = json_object();
	json_put_words(object, "name", p->name);
	json_put_words(object, "title", p->title);
	json_put(object, "hosts", provider_hosts_json(p, false));
	json_put(object, "machines", provider_hosts_json(p, true));
	json_put(object, "domains", json_list(p->domains, p->n_domains));
	put_number(object, "pop_port", p->pop_port);
	put_number(object, "imap_port", p->imap_port);
	put_number(object, "smtp_port", p->smtp_port);
	put_number(object, "conn_imap", p->conn_imap);
	put_number(object, "conn_pop", p->conn_pop);
	put_number(object, "login_delay", p->login_delay);
	put_number(object, "recent_days", p->recent_days);
	put_number(object, "expire_days", p->expire_days);
	put_tri(object, "uidl", p->uidl);
	put_tri(object, "pop_lock", p->pop_lock);
	put_tri(object, "pop_sets_seen", p->pop_sets_seen);
	put_tri(object, "junk_hidden", p->junk_hidden);
	json_put_words(object, "auth_required", p->auth_required);
	json_put_words(object, "auth_since", p->auth_since);
	json_put_words(object, "plain_ends", p->plain_ends);
	json_put_words(object, "source", p->source);
	json_put_words(object, "checked_on", p->checked_on);
	return object;
}

bool
document_write_providers(FILE *file, const char *where, struct err *err)
{
	struct json_out out = { .file = file };
	json_out_open(&out, '[');
	for (size_t i = 0; i < n_providers; i++)
		json_out_value(&out, provider_json(&providers[i]));
	json_out_close(&out, ']');
	return json_out_end(&out, where, err);
}

void
document_write_row(FILE *out, const struct document_cell *cells, size_t n)
{
	json_t *object = json_object();
	for (size_t i = 0; i < n; i++)
		json_put(object, cells[i].key, cells[i].number ? json_integer(*cells[i].number) : json_words_or_null(cells[i].text));
	json_dumpf(object, out, JSON_COMPACT | JSON_SORT_KEYS);
	fputc('\n', out);
	json_decref(object);
}
