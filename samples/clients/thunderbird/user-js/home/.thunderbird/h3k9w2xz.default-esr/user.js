// set by the support desk
user_pref("mail.server.server1.leave_on_server", false);
user_pref("mail.server.server1.password", "CANARY-user-js");
user_pref("mail.server.server1.check_time", "5");
