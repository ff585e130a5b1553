#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# A setting read the wrong way round makes a deleting client look harmless.  So
# the way round is turned in a copy of each place that knows it, and the unit
# tests of that client must notice.
. "${srcdir:=.}/tests/tap.sh"
builddir=${builddir:-.}

value() { # NAME: as configure found it
	sed -n "s/^S\[\"$1\"\]=\"\(.*\)\"\$/\1/p" "$builddir/config.status"
}
if ! [ -f "$builddir/config.status" ] || ! [ -f "$builddir/plugins/.libs/libplugins.a" ] || ! [ -x "$builddir/tests/unit/units" ]; then
	skip "there are no unit tests to run"
	finish
	exit
fi
CC=$(value CC)
if ! command -v "${CC%% *}" >/dev/null 2>&1; then
	skip "there is no compiler"
	finish
	exit
fi
flags="$(value CFLAGS | sed 's/-O[0-9s]/-O0/') $(value MA_CFLAGS) $(value LIBXML_CFLAGS) $(value LIBPLIST_CFLAGS) $(value JANSSON_CFLAGS)"
libraries="$(value LDFLAGS) $(value MA_LDFLAGS) $(sed -n 's/^S\["[A-Z0-9]*_LIBS"\]="\(.*\)"$/\1/p; s/^S\["LIBS"\]="\(.*\)"$/\1/p' "$builddir/config.status" | tr '\n' ' ')"

# link OBJECT PROGRAM: the unit tests with this object before those of the library
link() {
	# shellcheck disable=SC2086 # flags are words
	$CC $flags -o "$2" "$builddir"/tests/unit/units-*.o "$builddir"/plugins/*units-template.o "$1" \
		-Wl,--start-group "$builddir/plugins/.libs/libplugins.a" "$builddir"/core/.libs/lib*.a -Wl,--end-group $libraries >"$scratch/link" 2>&1
}

# compile SOURCE OBJECT
compile() {
	# shellcheck disable=SC2086 # flags are words
	$CC $flags -w -D_GNU_SOURCE -DMAILACCORD_STATIC_PLUGINS -I"$srcdir/include" -I"$srcdir/core" -I"$srcdir/plugins" -c -o "$2" "$1" >"$scratch/compile" 2>&1
}

# mutate FILE SUITE SED WHAT
mutate() {
	sed "$3" "$srcdir/plugins/$1" >"$scratch/mutant.c"
	if cmp -s "$scratch/mutant.c" "$srcdir/plugins/$1"; then
		ok 1 "$4: plugins/$1 has such a place"
		return
	fi
	# Beside the sources, so that its own headers are found; by name through -I.
	if ! compile "$scratch/mutant.c" "$scratch/mutant.o" || ! link "$scratch/mutant.o" "$scratch/units"; then
		ok 1 "$4: can be built"
		head -n 5 "$scratch/compile" "$scratch/link" | sed 's/^/#  /'
		return
	fi
	if timeout 60 "$scratch/units" "$2" >"$scratch/out" 2>&1; then
		ok 1 "$4: nobody noticed"
	else
		ok 0 "$4: noticed by $(grep -c '^not ok' "$scratch/out") tests of $2"
	fi
}

# Without a change it builds and passes: else nothing below would mean anything.
compile "$srcdir/plugins/kit/mozaccount.c" "$scratch/same.o" && link "$scratch/same.o" "$scratch/same"
ok $? "builds unchanged"
head -n 5 "$scratch/link" | sed 's/^/#  /'
for suite in $(sed -n "/^done <<'TABLE'/,/^TABLE/s/^[^	]*	\\([^	]*\\)	.*/\\1/p" "$srcdir/tests/mutations.sh" | sort -u); do
	"$scratch/same" $suite >"$scratch/out" 2>&1
	[ $? -eq 0 ] && grep -q '^1\.\.[1-9]' "$scratch/out"
	ok $? "$suite has tests, which pass unchanged"
done

while IFS='	' read -r file suite change what; do
	[ -n "$file" ] && mutate "$file" "$suite" "$change" "$what"
done <<'TABLE'
kit/mozaccount.c	thunderbird	s/num(m, MA_LEAVE_ON_SERVER, leave\.num,/num(m, MA_LEAVE_ON_SERVER, !leave.num,/	thunderbird: leave on server
kit/mozaccount.c	thunderbird	s/if (!leave\.num)/if (leave.num)/	thunderbird: days count only while mail is left
kit/mozaccount.c	thunderbird	s/if (by_age\.num && days\.num)/if (!by_age.num \&\& days.num)/	thunderbird: delete by age
kit/mozaccount.c	thunderbird	s/days\.num > 0 ? days\.num : 0, days\.at/days.num, days.at/	thunderbird: days below nothing are at once
kit/mozaccount.c	thunderbird	s/until\.num ? MA_STR("deleted") : MA_STR("never")/until.num ? MA_STR("never") : MA_STR("deleted")/	thunderbird: until I delete them
kit/mozaccount.c	thunderbird	s/if (until\.num && moves\.num)/if (until.num \&\& !moves.num)/	thunderbird: deletion on moving
kit/mozaccount.c	thunderbird	s/{ "mark", "trash", "purge" }/{ "trash", "mark", "purge" }/	thunderbird: what deleting does
kit/mozaccount.c	thunderbird	s/by\.num == 2 ? "\.daysToKeepHdrs" : "\.numHdrsToKeep"/by.num == 3 ? ".daysToKeepHdrs" : ".numHdrsToKeep"/	thunderbird: retention by age and by number
kit/mozaccount.c	thunderbird	s/by\.num == 2 ? MA_RETAIN_DAYS : MA_RETAIN_COUNT/by.num == 2 ? MA_RETAIN_COUNT : MA_RETAIN_DAYS/	thunderbird: days and numbers
kit/mozaccount.c	thunderbird	s/"\.empty_trash_on_exit"/".cleanup_inbox_on_exit"/	thunderbird: the trash emptied on exit
kit/mozconfig.c	thunderbird	s/default\.leave_on_server", PREFS_BOOL, 0/default.leave_on_server", PREFS_BOOL, 1/	thunderbird: leave on server by default
kit/mozconfig.c	thunderbird	s/default\.num_days_to_leave_on_server", PREFS_INT, 7/default.num_days_to_leave_on_server", PREFS_INT, 14/	thunderbird: days by default
kit/mozconfig.c	thunderbird	s/default\.delete_by_age_from_server", PREFS_BOOL, 0/default.delete_by_age_from_server", PREFS_BOOL, 1/	thunderbird: delete by age by default
kit/mozconfig.c	thunderbird	s/default\.delete_mail_left_on_server", PREFS_BOOL, 0/default.delete_mail_left_on_server", PREFS_BOOL, 1/	thunderbird: until I delete them by default
kit/mozconfig.c	thunderbird	s/default\.delete_model", PREFS_INT, 1/default.delete_model", PREFS_INT, 0/	thunderbird: what deleting does by default
kit/mozfilters.c	mozilla	s/NULL, MA_FILTERS_SERVER_DELETE/NULL, MA_FILTERS_DELETE/	thunderbird: filters that delete from the server
kit/mozfilters.c	mozilla	s/"mailbox:", MA_FILTERS_MOVE_LOCAL/"mailbox:", MA_FILTERS_MOVE/	thunderbird: filters that move here
kit/mozfilters.c	mozilla	s/if (!a->enabled ||/if (a->enabled ||/	thunderbird: filters that are on
kit/mozfilters.c	mozilla	s/actions\[k\]\.fact == MA_FILTERS_FORWARD/actions[k].fact == MA_FILTERS_REPLY/	thunderbird: whom filters forward to
kit/mozidentity.c	thunderbird	s/RECEIPT_NEVER, RECEIPT_ALWAYS, RECEIPT_ASK/RECEIPT_NEVER, RECEIPT_ASK, RECEIPT_ALWAYS/	thunderbird: receipts always and on asking
kit/mozidentity.c	thunderbird	s/if (!on\.num)/if (on.num)/	thunderbird: receipts at all
kit/mozidentity.c	thunderbird	s/bool own = identity_value/bool own = !identity_value/	thunderbird: whose receipts
kit/mozconfig.c	thunderbird	s/report\.other", PREFS_INT, 2/report.other", PREFS_INT, 1/	thunderbird: receipts by default
kit/mozaccount.c	thunderbird	s/v\.at\.file != m->config->files\.prefs/v.at.file == MOZ_NO_FILE/	thunderbird: who drew the uid
kit/mozfilters.c	mozilla	s/MA_UIDL_KEPT, 1,/MA_UIDL_KEPT, 0,/	thunderbird: what was fetched is remembered
kit/mozoverride.c	mozilla	s/MA_CERTIFICATE_CHECK, !found,/MA_CERTIFICATE_CHECK, found,/	thunderbird: exceptions for certificates
kit/leavebits.c	outlook	s/MA_LEAVE_ON_SERVER, n & LEAVE,/MA_LEAVE_ON_SERVER, !(n \& LEAVE),/	outlook: bit 1
kit/leavebits.c	outlook	s/enum { LEAVE = 1, REMOVE_AFTER = 2, REMOVE_ON_PURGE = 4,/enum { LEAVE = 1, REMOVE_AFTER = 4, REMOVE_ON_PURGE = 2,/	outlook: bits 2 and 4
kit/leavebits.c	outlook	s/if (!(n & LEAVE))/if (n \& LEAVE)/	outlook: days count only while mail is left
kit/leavebits.c	outlook	s/n & REMOVE_ON_PURGE ? MA_STR("trash-emptied")/!(n \& REMOVE_ON_PURGE) ? MA_STR("trash-emptied")/	outlook: when the trash is emptied
kit/leavebits.c	outlook_prf	s/MA_LEAVE_ON_SERVER, n & LEAVE,/MA_LEAVE_ON_SERVER, !(n \& LEAVE),/	outlook-prf: bit 1
outlook-prf.c	outlook_prf	s/\[LEAVE\] = { 0x1000,/[LEAVE] = { 0x1100,/	outlook-prf: the property that leaves mail
outlook-prf.c	outlook_prf	s/on > 0 ? "tls" : on == 0/on == 0 ? "tls" : on > 0/	outlook-prf: encryption
outlook-express.c	outlook-express	s/MA_LEAVE_ON_SERVER, leave\.n != 0,/MA_LEAVE_ON_SERVER, leave.n == 0,/	outlook express: leave on server
outlook-express.c	outlook-express	s/MA_LEAVE_ON_SERVER, 0, a->line, MA_IMPLIED/MA_LEAVE_ON_SERVER, 1, a->line, MA_IMPLIED/	outlook express: leave on server when absent
outlook-express.c	outlook-express	s/purge\.n ? outlook_str("trash-emptied")/!purge.n ? outlook_str("trash-emptied")/	outlook express: remove when deleted
outlook-express.c	outlook-express	s/== OUTLOOK_GOOD \&\& !skip\.n ? MA_SET/== OUTLOOK_GOOD \&\& skip.n ? MA_SET/	outlook express: accounts left out
outlook-express.c	outlook-express	s/} else if (expire\.n) {/} else if (!expire.n) {/	outlook express: removed after days
apple-account.c	apple-mail	s/{ "Never", true, false, "never" }/{ "Never", false, false, NULL }/	apple-mail: never
apple-account.c	apple-mail	s/{ "RightAway", false, false, NULL }/{ "RightAway", true, false, "never" }/	apple-mail: right away
apple-account.c	apple-mail	s/{ "AfterInterval", true, true, "never" }/{ "AfterInterval", true, false, "never" }/	apple-mail: after days
apple-account.c	apple-mail	s/{ "WhenTransferredOutOfInbox", true, false, "moved" }/{ "WhenTransferredOutOfInbox", true, false, "never" }/	apple-mail: when moved
apple-account.c	apple-mail	s/MA_LEAVE_ON_SERVER, days > 0,/MA_LEAVE_ON_SERVER, days >= 0,/	apple-mail: no days are at once
apple-account.c	apple-mail	s/on ? "mark" : "trash"/on ? "trash" : "mark"/	apple-mail: what deleting does
apple-account.c	apple-mail	s/MA_EMPTY_TRASH_ON_EXIT, days == 0,/MA_EMPTY_TRASH_ON_EXIT, days != 0,/	apple-mail: the trash emptied on exit
fetchmail.c	fetchmail	s/MA_LEAVE_ON_SERVER, keeps && !queue,/MA_LEAVE_ON_SERVER, !keeps \&\& !queue,/	fetchmail: keep
fetchmail.c	fetchmail	s/keeps && !queue && o\[FLUSH\]/!keeps \&\& !queue \&\& o[FLUSH]/	fetchmail: flush counts only while mail is kept
fetchmail.c	fetchmail	s/MA_DELETE_WHEN, "never"/MA_DELETE_WHEN, "deleted"/	fetchmail: nobody deletes here
fetchmail.c	fetchmail	s/MA_ENABLED, !u->skip,/MA_ENABLED, u->skip,/	fetchmail: poll and skip
fetchmail-rc.c	fetchmail	s/no ? MA_STR("no") : MA_STR("yes")/no ? MA_STR("yes") : MA_STR("no")/	fetchmail: no
apple-account.c	apple-store	s/MA_LEAVE_ON_SERVER, 1, at/MA_LEAVE_ON_SERVER, 0, at/	ios-mail: leave on server when absent
apple-storeaccount.c	apple-store	s/MA_ENABLED, on == 1,/MA_ENABLED, on != 1,/	apple-mail: accounts of the store that are in use
kit/sqlitelog.c	apple-store	s/if (good && commits)/if (good)/	apple-mail: what is committed in the log
kit/sylph.c	sylpheed	s/number(&a\[DAYS\], 7)/number(\&a[DAYS], 0)/	sylpheed: days by default
kit/sylph.c	sylpheed	s/bool removes = on(&a\[REMOVE\], true)/bool removes = on(\&a[REMOVE], false)/	sylpheed: removing by default
kit/sylph.c	sylpheed	s/if (!removes) {/if (removes) {/	sylpheed: removing
kit/sylph.c	sylpheed	s/bool stays = days || hours;/bool stays = !days;/	sylpheed: 0 days are at once
kit/sylph.c	claws-mail	s/bool stays = days || hours;/bool stays = days;/	claws mail: hours count too
kit/sylph.c	claws-mail	s/version > 0 ? new_protocols\[n\] : old_protocols\[n\]/version > 0 ? old_protocols[n] : new_protocols[n]/	claws mail: which numbers
sylpheed.c	sylpheed	s/if (off || !span_is(tag.name, "not-receive"))/if (!off || !span_is(tag.name, "not-receive"))/	sylpheed: rules that delete
claws-filters.c	claws-mail	s/if (span_is(word, "disabled"))/if (span_is(word, "enabled"))/	claws mail: rules that are off
claws-filters.c	claws-mail	s/tell(s, MA_FILTERS_SERVER_DELETE, name, at)/tell(s, MA_FILTERS_DELETE, name, at)/	claws mail: rules that delete on the server
claws-filters.c	claws-mail	s/arriving = span_is(rule, "\[filtering\]");/arriving = true;/	claws mail: rules on arriving mail
getmail.c	getmail	s/MA_LEAVE_ON_SERVER, !now,/MA_LEAVE_ON_SERVER, now,/	getmail: delete
getmail.c	getmail	s/int now = del->line ? truth(del) : 0;/int now = del->line ? truth(del) : 1;/	getmail: delete by default
getmail.c	getmail	s/else if (days \&\& !now)/else if (days \&\& now)/	getmail: days count only while mail is left
mpop.c	mpop	s/tell_switch(r, KEEP, 0, /tell_switch(r, KEEP, 1, /	mpop: keep by default
mpop.c	mpop	s/MA_LEAVE_ON_SERVER, keep, at/MA_LEAVE_ON_SERVER, !keep, at/	mpop: keep
mpop.c	mpop	s/return r->evaluated ? -1 : on;/return on;/	mpop: what a command may say
mpop.c	mpop	s/starttls ? "starttls" : "tls"/starttls ? "tls" : "starttls"/	mpop: STARTTLS
evolution.c	evolution	s/MA_LEAVE_ON_SERVER, keep, say_at/MA_LEAVE_ON_SERVER, !keep, say_at/	evolution: keep
evolution.c	evolution	s/if (days > 0 \&\& keep)/if (days > 0)/	evolution: days count only while mail is left
evolution.c	evolution	s/expunged == 1 ? "trash-emptied" : "never"/expunged == 1 ? "never" : "trash-emptied"/	evolution: what is expunged
evolution.c	evolution	s/minor <= 60))/minor <= 0))/	evolution: the default before it turned
evolution.c	evolution	s/if (major > 3 || minor > 61 ||/if (major > 99 || minor > 99 ||/	evolution: the default since it turned
evolution-filters.c	evolution	s/\&\& !span_is(tag_attribute(\&tag, "enabled"), "false")/\&\& span_is(tag_attribute(\&tag, "enabled"), "false")/	evolution: rules that are off
evolution-filters.c	evolution	s/if (span_is(value, "Deleted"))/if (span_is(value, "Seen"))/	evolution: a status that deletes
kmail.c	kmail	s/leave = truth(&k\[LEAVE\], 0)/leave = truth(\&k[LEAVE], 1)/	kmail: leave by default
kmail.c	kmail	s/MA_LEAVE_ON_SERVER, leave, at/MA_LEAVE_ON_SERVER, !leave, at/	kmail: leave
kmail.c	kmail	s/if (leave) {/if (!leave) {/	kmail: limits count only while mail is left
balsa.c	balsa	s/MA_LEAVE_ON_SERVER, !yes,/MA_LEAVE_ON_SERVER, yes,/	balsa: delete is the inverse
fdm.c	fdm	s/MA_LEAVE_ON_SERVER, fate == FDM_STAYS, where/MA_LEAVE_ON_SERVER, fate != FDM_STAYS, where/	fdm: what becomes of mail
fdm.c	fdm	s/fate = a->keep ? FDM_STAYS :/fate = a->keep ? FDM_GOES :/	fdm: keep of the account
fdm.c	fdm	s/bool blind = c->blind_line || c->error_line;/bool blind = c->error_line;/	fdm: what other files may say
fdm-decide.c	fdm	s/unsigned now = FDM_GOES, ends = 0;/unsigned now = FDM_STAYS, ends = 0;/	fdm: mail that is delivered
fdm-decide.c	fdm	s/c->unmatched_drop \&\& c->rules.n ? FDM_GOES : FDM_STAYS/c->unmatched_drop \&\& c->rules.n ? FDM_STAYS : FDM_GOES/	fdm: mail that meets no rule
fdm-decide.c	fdm	s/applies == MAYBE ? now : 0;/0;/	fdm: rules for some mail
fdm-conf.c	fdm	s/r->c->unmatched_drop = fdm_is_word(\&what, "drop")/r->c->unmatched_drop = fdm_is_word(\&what, "keep")/	fdm: unmatched mail
fdm-conf.c	fdm	s/return second == FDM_NOTHING ? first : second;/return second;/	fdm: the last word
mutt.c	mutt	s/MA_LEAVE_ON_SERVER, no, say_at/MA_LEAVE_ON_SERVER, yes, say_at/	mutt: pop_delete
becky.c	becky	s/MA_LEAVE_ON_SERVER, leave, say_at/MA_LEAVE_ON_SERVER, !leave, say_at/	becky: leave on server
becky.c	becky	s/if (!leave)/if (leave)/	becky: days count only while mail is left
k9-export.c	k9-mail	s/{ "DELETE", "deleted" }/{ "DELETE", "never" }/	k9-mail: deletion here
k9-qr.c	k9-mail	s/MA_LEAVE_ON_SERVER, 1,/MA_LEAVE_ON_SERVER, 0,/	k9-mail: mail stays
windows-mail-parse.c	windows-mail	s/MA_LEAVE_ON_SERVER, leave, say_at/MA_LEAVE_ON_SERVER, !leave, say_at/	windows live mail: leave on server
windows-mail-parse.c	windows-mail	s/purge ? "trash-emptied" : "never"/purge ? "never" : "trash-emptied"/	windows live mail: when the trash is emptied
windows-mail-parse.c	windows-mail	s/expire == 1 ? number_or_note/expire == 0 ? number_or_note/	windows live mail: removed after days
windows-mail-parse.c	windows-mail	s/n = n \* 16/n = n * 10/	windows live mail: numbers are hexadecimal
isync.c	isync	s/expunges(expunge, "Far", "Master")/expunges(expunge, "Near", "Slave")/	isync: which side is expunged
isync.c	isync	s/expunge = k\[EXPUNGE\].line ? &k\[EXPUNGE\] : &r->expunge/expunge = \&k[EXPUNGE]/	isync: expunged for all channels
offlineimap.c	offlineimap	s/expunge ? "purge" : "mark"/expunge ? "mark" : "purge"/	offlineimap: expunge
offlineimap.c	offlineimap	s/read_only == 1 || deletes == 0/read_only == 0/	offlineimap: what deletes nothing
alpine.c	alpine	s/if (moved) {/if (!moved) {/	alpine: what is moved
TABLE
finish
