/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The plugin ABI, whole.  A plugin is one constant, mailaccord_plugin_v1: the
 * files it wants to see and one function that turns their bytes into accounts.
 * It has no state, does no input or output, and links against nothing of the
 * program.  The major number of the ABI is in the symbol's name; structs grow
 * at the end only and begin with their size.  See mailaccord-plugin(7).
 */
#ifndef MAILACCORD_PLUGIN_H
#define MAILACCORD_PLUGIN_H

#include <stddef.h>
#include <stdint.h>

/* Bytes that somebody else owns; not necessarily ended by a NUL. */
struct ma_str {
	const char *p;
	size_t n;
};

#define MA_STR(literal) ((struct ma_str){ "" literal "", sizeof(literal) - 1 })

/* How a fact is known. */
enum ma_state {
	MA_UNKNOWN, /* not to be learned from these files; never the same as "no" */
	MA_SET, /* stands in the file */
	MA_LOCKED, /* set by an administrator, the user cannot change it */
	MA_IMPLIED, /* the client's documented default for this version */
	MA_INFERRED, /* stands in the file; what it means is inferred, not documented */
};

/* Where a fact was read.  FILE is an index into the files of this call of
 * parse; LINE counts from 1, 0 means the file as a whole. */
struct ma_at {
	uint32_t file, line;
	uint32_t state; /* enum ma_state */
};

/* The facts: their names, types and words are in facts.def. */
enum ma_fact {
#define FACT(id, name, type, words, help) MA_##id,
#include <mailaccord/facts.def>
#undef FACT
	MA_FACT_COUNT
};

/* What could not be read or understood: sentences are in notes.def. */
enum ma_note {
#define NOTE(id, name, blind, sentence) MA_NOTE_##id,
#include <mailaccord/notes.def>
#undef NOTE
	MA_NOTE_COUNT
};

/* In what form mail is kept on the workstation: sentences are in stores.def. */
enum ma_store_kind {
#define STORE(id, name, sentence) MA_STORE_##id,
#include <mailaccord/stores.def>
#undef STORE
	MA_STORE_KIND_COUNT
};

/* Folders that each system keeps elsewhere; core/intake/places.def says where. */
enum ma_base {
	MA_HOME, /* the user's home folder */
	MA_ROAMING, /* Windows: AppData\Roaming */
	MA_LOCAL, /* Windows: AppData\Local */
	MA_DOCUMENTS,
	MA_SYSTEM, /* the whole system's root: glob begins at the top */
	MA_REGISTRY, /* glob is a key below the user's hive, bytes are registry text */
};

/* One kind of file that the plugin wants.  GLOB: path below the base, '/' as
 * separator, '*' matches within one component, letter case as the file system
 * has it.  What stands left of a double slash is the profile: all hits of one
 * profile are one bundle and one call of parse; a profile part that is only '*'
 * is for folders that somebody hands over.  For MA_REGISTRY, GLOB is a
 * key ('\' as separator, '*' one component, case ignored) that is handed over
 * with all keys below it, together with the keys of the plugin's other rows;
 * "//" before it says that the registry itself is the profile.  What has no
 * double slash belongs to all bundles of the plugin.  The table ends with a
 * row whose role is NULL. */
struct ma_source {
	uint32_t base; /* enum ma_base */
	const char *glob;
	const char *role; /* the plugin's own name for this kind of file */
	uint64_t max_bytes; /* 0: the program's usual limit */
	const char *magic; /* a text that tells such a file under any name, or NULL; of a registry: without it, it is not handed over */
};

/* One file.  Registry text is always UTF-8 with the header line, [key] lines
 * and value lines of the export; ansi_charset is the iconv name of the code
 * page that bytes inside it are in; for other files of a plugin that reads the
 * registry the one they are in if they are not UTF-8; else NULL. */
struct ma_file {
	const char *role;
	const char *path; /* '/' as separator; for messages and for comparison */
	struct ma_str asked; /* the path given to want that brought it, or empty */
	struct ma_str bytes; /* bytes.p[bytes.n] is readable; not necessarily NUL */
	const char *ansi_charset;
};

struct ma_out; /* the host's; one call of parse */
struct ma_account; /* the host's; valid until parse returns */

/* What the program offers to parse.  Strings are copied before a function
 * returns.  Nothing fails: what does not fit (a fact of another type, a word
 * not in the list, too many accounts) becomes a note. */
struct ma_host {
	uint32_t size;
	/* The account called ID (unique within this call of parse and the same
	 * tomorrow: "work.default/server3"), made if new. */
	struct ma_account *(*account)(struct ma_out *, struct ma_str id);
	/* A fact that is text or a word.  On a list fact each call adds one item;
	 * an empty value says "known to be empty".  Bytes that are not UTF-8 are
	 * repaired.  With state MA_UNKNOWN the value is ignored. */
	void (*text)(struct ma_account *, enum ma_fact, struct ma_str, struct ma_at);
	/* A fact that is a number or a truth value (0 or 1).  The last call for
	 * a fact counts; for LEAVE_ON_SERVER and the like give what is effective. */
	void (*num)(struct ma_account *, enum ma_fact, int64_t, struct ma_at);
	/* Trouble.  KEY is at most a name (a pref, a registry value); a value
	 * never belongs here.  at.state is ignored. */
	void (*note)(struct ma_out *, enum ma_note, struct ma_at, struct ma_str key);
	/* This file (at.file) names another: absolute, or relative to the folder
	 * of the file that names it; '/' or '\' as separator.  One '*' component is
	 * allowed.  If the program may read it, parse is called again from the
	 * start with it among the files.  Asking twice is harmless. */
	void (*want)(struct ma_out *, struct ma_str path, struct ma_at);
	/* Mail of this account (NULL: of none; folders that belong to no account)
	 * lies at PATH: absolute, "~/..." below the home, or relative as that of want
	 * ("." is the folder); a file or a folder, as the kind has it.  One '*'
	 * component is allowed; the newest counts.  The program looks how large and
	 * how old it is, and gives nothing of it to anybody.  MA_INFERRED: it stands
	 * in no file, but is usual; if it is known to be not there, nothing was said. */
	void (*store)(struct ma_out *, struct ma_account *, enum ma_store_kind, struct ma_str path, struct ma_at);
};

/* What a plugin can tell of a fact, whichever file it meets. */
enum ma_tells {
	MA_CANNOT_TELL, /* the client may have such a setting: not where these files show it, or not understood */
	MA_READS, /* stands in the client's files; of what is absent the default may be known */
	MA_IMPLIES, /* in no file: the client always does it in one way */
	MA_NOT_STORED, /* the client has no such setting, and does no such thing */
};

/* What became of a bundle. */
enum ma_status {
	MA_PARSED,
	MA_UNRECOGNIZED, /* not this client's files after all: nothing was said */
	MA_DAMAGED, /* said what could be said; some is missing */
};

struct ma_page; /* the host's; one file that is written */

/* What the program offers to write. */
struct ma_desk {
	uint32_t size;
	/* What is wanted of a fact that is a text or a word, of a list its first
	 * item: UTF-8 without control characters; empty where nothing is wanted.
	 * Valid until write returns. */
	struct ma_str (*text)(struct ma_page *, enum ma_fact);
	/* The same of a number or a truth value; OTHERWISE where nothing is wanted. */
	int64_t (*num)(struct ma_page *, enum ma_fact, int64_t otherwise);
	/* The name of the person, for mail that is sent; the address where none was given. */
	struct ma_str (*person)(struct ma_page *);
	/* Appends to the file. */
	void (*put)(struct ma_page *, struct ma_str);
	/* The file cannot say what is wanted of this fact, or not surely: it is to
	 * be set by hand.  Where nothing is wanted this is nothing. */
	void (*cannot)(struct ma_page *, enum ma_fact);
};

/* One kind of file that sets the client up, to be applied by a person.  WRITE
 * must be a function of its arguments alone; what it writes and the program
 * reads again must be what was wanted, but for what it CANNOT say.  No file
 * holds a password.  The table ends with a row whose CLIENT is NULL. */
struct ma_writer {
	const char *client; /* as people ask for it: "template" */
	const char *file; /* what it is called, with one '.' or more; '*' stands for the address: "*.ini" */
	const char *english, *japanese; /* what to do with it: which versions take it, where to put it, which menu */
	void (*write)(const struct ma_desk *, struct ma_page *);
};

struct ma_plugin {
	uint32_t size;
	const char *name; /* lower case, words joined by '-': "template" */
	const char *title; /* as people call it: "Template Mail" */
	const struct ma_source *sources;
	/* Must be a function of its arguments alone. */
	enum ma_status (*parse)(const struct ma_host *, struct ma_out *, const struct ma_file *, size_t n_files);
	/* Instead of parse, which then is NULL: a module "NAME.parser.so" beside
	 * this one, loaded only when there is something to parse.  For parsers
	 * whose libraries are slow to load; its one symbol is mailaccord_parser_v1. */
	const char *parser;
	/* What parse can tell of each fact: TELLS[MA_HOST] is an enum ma_tells.
	 * Of facts beyond N_TELLS, and where TELLS is NULL, it cannot tell. */
	const uint8_t *tells;
	uint32_t n_tells;
	const struct ma_writer *writers; /* NULL: none */
};

/* These two members. */
#define MA_TELLS(table) .tells = table, .n_tells = sizeof(table)

/* What a parser module exports: const struct ma_parser mailaccord_parser_v1. */
struct ma_parser {
	uint32_t size;
	enum ma_status (*parse)(const struct ma_host *, struct ma_out *, const struct ma_file *, size_t n_files);
};

/* Every plugin defines its constant as: const struct ma_plugin MAILACCORD_PLUGIN(name) = { ... };
 * In a shared object that is mailaccord_plugin_v1; with the plugins built into
 * the program each gets a name of its own. */
#ifdef MAILACCORD_STATIC_PLUGINS
#define MAILACCORD_PLUGIN(name) mailaccord_plugin_v1_##name
#else
#define MAILACCORD_PLUGIN(name) mailaccord_plugin_v1
#endif
#define MAILACCORD_PLUGIN_SYMBOL "mailaccord_plugin_v1"
#define MAILACCORD_PARSER_SYMBOL "mailaccord_parser_v1"

/* The members parse and parser of a plugin whose parser is a module of its own. */
#ifdef MAILACCORD_STATIC_PLUGINS
#define MAILACCORD_PARSER(function, module) function, NULL
#else
#define MAILACCORD_PARSER(function, module) NULL, module
#endif

#if defined(__GNUC__)
#define MAILACCORD_EXPORT __attribute__((visibility("default")))
#else
#define MAILACCORD_EXPORT
#endif
#ifndef MAILACCORD_STATIC_PLUGINS
extern MAILACCORD_EXPORT const struct ma_plugin mailaccord_plugin_v1;
extern MAILACCORD_EXPORT const struct ma_parser mailaccord_parser_v1;
#endif

#endif
