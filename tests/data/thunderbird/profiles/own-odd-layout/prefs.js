user_pref("mail.ui-rdf.version", 61);user_pref("mail.accountmanager.accounts", "a1");
user_pref("mail.account.a1.server", "s1");user_pref(
"mail.server.s1.\x74ype"
,"pop3")
;user_pref("mail.server.s1.hostname","p\u006fp.example.test");user_pref("mail.server.s1.userName","山\ud842\udfb7");user_pref("mail.server.s1.name","a b");user_pref("mail.server.s1.leave_on_server",true);user_pref("mail.server.s1.retainBy", 2);user_pref("mail.server.s1.daysToKeepHdrs", 5);