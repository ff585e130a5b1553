CREATE TABLE public.cache (
    name text NOT NULL,
    part integer NOT NULL,
    generation bigint NOT NULL,
    written text NOT NULL,
    body bytea NOT NULL
);
CREATE TABLE public.change (
    id integer NOT NULL,
    at text NOT NULL,
    kind integer NOT NULL,
    mailbox text NOT NULL,
    fingerprint text NOT NULL,
    severity integer NOT NULL,
    status integer NOT NULL,
    fails integer NOT NULL
);
CREATE TABLE public.document (
    scan integer NOT NULL,
    body bytea NOT NULL
);
CREATE TABLE public.finding (
    mailbox text NOT NULL,
    fingerprint text NOT NULL,
    workstation text NOT NULL,
    rule text NOT NULL,
    address text NOT NULL,
    severity integer NOT NULL,
    status integer NOT NULL,
    first_seen text NOT NULL,
    last_seen text NOT NULL,
    fixed_at text,
    named text NOT NULL,
    document text NOT NULL
)
PARTITION BY HASH (mailbox);
CREATE TABLE public.finding_0 (
    mailbox text NOT NULL,
    fingerprint text NOT NULL,
    workstation text NOT NULL,
    rule text NOT NULL,
    address text NOT NULL,
    severity integer NOT NULL,
    status integer NOT NULL,
    first_seen text NOT NULL,
    last_seen text NOT NULL,
    fixed_at text,
    named text NOT NULL,
    document text NOT NULL
);
CREATE TABLE public.finding_1 (
    mailbox text NOT NULL,
    fingerprint text NOT NULL,
    workstation text NOT NULL,
    rule text NOT NULL,
    address text NOT NULL,
    severity integer NOT NULL,
    status integer NOT NULL,
    first_seen text NOT NULL,
    last_seen text NOT NULL,
    fixed_at text,
    named text NOT NULL,
    document text NOT NULL
);
CREATE TABLE public.finding_2 (
    mailbox text NOT NULL,
    fingerprint text NOT NULL,
    workstation text NOT NULL,
    rule text NOT NULL,
    address text NOT NULL,
    severity integer NOT NULL,
    status integer NOT NULL,
    first_seen text NOT NULL,
    last_seen text NOT NULL,
    fixed_at text,
    named text NOT NULL,
    document text NOT NULL
);
CREATE TABLE public.finding_3 (
    mailbox text NOT NULL,
    fingerprint text NOT NULL,
    workstation text NOT NULL,
    rule text NOT NULL,
    address text NOT NULL,
    severity integer NOT NULL,
    status integer NOT NULL,
    first_seen text NOT NULL,
    last_seen text NOT NULL,
    fixed_at text,
    named text NOT NULL,
    document text NOT NULL
);
CREATE TABLE public.finding_4 (
    mailbox text NOT NULL,
    fingerprint text NOT NULL,
    workstation text NOT NULL,
    rule text NOT NULL,
    address text NOT NULL,
    severity integer NOT NULL,
    status integer NOT NULL,
    first_seen text NOT NULL,
    last_seen text NOT NULL,
    fixed_at text,
    named text NOT NULL,
    document text NOT NULL
);
CREATE TABLE public.finding_5 (
    mailbox text NOT NULL,
    fingerprint text NOT NULL,
    workstation text NOT NULL,
    rule text NOT NULL,
    address text NOT NULL,
    severity integer NOT NULL,
    status integer NOT NULL,
    first_seen text NOT NULL,
    last_seen text NOT NULL,
    fixed_at text,
    named text NOT NULL,
    document text NOT NULL
);
CREATE TABLE public.finding_6 (
    mailbox text NOT NULL,
    fingerprint text NOT NULL,
    workstation text NOT NULL,
    rule text NOT NULL,
    address text NOT NULL,
    severity integer NOT NULL,
    status integer NOT NULL,
    first_seen text NOT NULL,
    last_seen text NOT NULL,
    fixed_at text,
    named text NOT NULL,
    document text NOT NULL
);
CREATE TABLE public.finding_7 (
    mailbox text NOT NULL,
    fingerprint text NOT NULL,
    workstation text NOT NULL,
    rule text NOT NULL,
    address text NOT NULL,
    severity integer NOT NULL,
    status integer NOT NULL,
    first_seen text NOT NULL,
    last_seen text NOT NULL,
    fixed_at text,
    named text NOT NULL,
    document text NOT NULL
);
CREATE TABLE public.mailaccord (
    name text NOT NULL,
    value text NOT NULL
);
CREATE TABLE public.mailbox (
    mailbox text NOT NULL,
    address text NOT NULL,
    status integer NOT NULL
);
CREATE TABLE public.mark (
    kind text NOT NULL,
    name text NOT NULL,
    strong integer NOT NULL,
    generation bigint NOT NULL
);
CREATE TABLE public.quarantine (
    id integer NOT NULL,
    sender text NOT NULL,
    reason text NOT NULL,
    received text NOT NULL,
    digest text NOT NULL,
    size bigint NOT NULL,
    body bytea NOT NULL
);
CREATE TABLE public.scan (
    id integer NOT NULL,
    workstation text NOT NULL,
    run text NOT NULL,
    name text NOT NULL,
    started text,
    received text NOT NULL,
    origin text NOT NULL,
    newest integer NOT NULL,
    accounts integer NOT NULL,
    blind integer NOT NULL
);
CREATE TABLE public.secret (
    digest text NOT NULL,
    name text NOT NULL,
    created text NOT NULL,
    expires text,
    uses_left bigint NOT NULL,
    scopes integer NOT NULL
);
CREATE TABLE public.tie (
    tie text NOT NULL,
    mailbox text NOT NULL,
    scan integer NOT NULL,
    strong integer NOT NULL
)
PARTITION BY HASH (mailbox);
CREATE TABLE public.tie_0 (
    tie text NOT NULL,
    mailbox text NOT NULL,
    scan integer NOT NULL,
    strong integer NOT NULL
);
CREATE TABLE public.tie_1 (
    tie text NOT NULL,
    mailbox text NOT NULL,
    scan integer NOT NULL,
    strong integer NOT NULL
);
CREATE TABLE public.tie_2 (
    tie text NOT NULL,
    mailbox text NOT NULL,
    scan integer NOT NULL,
    strong integer NOT NULL
);
CREATE TABLE public.tie_3 (
    tie text NOT NULL,
    mailbox text NOT NULL,
    scan integer NOT NULL,
    strong integer NOT NULL
);
CREATE TABLE public.tie_4 (
    tie text NOT NULL,
    mailbox text NOT NULL,
    scan integer NOT NULL,
    strong integer NOT NULL
);
CREATE TABLE public.tie_5 (
    tie text NOT NULL,
    mailbox text NOT NULL,
    scan integer NOT NULL,
    strong integer NOT NULL
);
CREATE TABLE public.tie_6 (
    tie text NOT NULL,
    mailbox text NOT NULL,
    scan integer NOT NULL,
    strong integer NOT NULL
);
CREATE TABLE public.tie_7 (
    tie text NOT NULL,
    mailbox text NOT NULL,
    scan integer NOT NULL,
    strong integer NOT NULL
);
CREATE TABLE public.token (
    digest text NOT NULL,
    name text NOT NULL,
    workstation text,
    scopes integer NOT NULL,
    created text NOT NULL,
    used text,
    revoked text
);
ALTER TABLE ONLY public.finding ATTACH PARTITION public.finding_0 FOR VALUES WITH (modulus 8, remainder 0);
ALTER TABLE ONLY public.finding ATTACH PARTITION public.finding_1 FOR VALUES WITH (modulus 8, remainder 1);
ALTER TABLE ONLY public.finding ATTACH PARTITION public.finding_2 FOR VALUES WITH (modulus 8, remainder 2);
ALTER TABLE ONLY public.finding ATTACH PARTITION public.finding_3 FOR VALUES WITH (modulus 8, remainder 3);
ALTER TABLE ONLY public.finding ATTACH PARTITION public.finding_4 FOR VALUES WITH (modulus 8, remainder 4);
ALTER TABLE ONLY public.finding ATTACH PARTITION public.finding_5 FOR VALUES WITH (modulus 8, remainder 5);
ALTER TABLE ONLY public.finding ATTACH PARTITION public.finding_6 FOR VALUES WITH (modulus 8, remainder 6);
ALTER TABLE ONLY public.finding ATTACH PARTITION public.finding_7 FOR VALUES WITH (modulus 8, remainder 7);
ALTER TABLE ONLY public.tie ATTACH PARTITION public.tie_0 FOR VALUES WITH (modulus 8, remainder 0);
ALTER TABLE ONLY public.tie ATTACH PARTITION public.tie_1 FOR VALUES WITH (modulus 8, remainder 1);
ALTER TABLE ONLY public.tie ATTACH PARTITION public.tie_2 FOR VALUES WITH (modulus 8, remainder 2);
ALTER TABLE ONLY public.tie ATTACH PARTITION public.tie_3 FOR VALUES WITH (modulus 8, remainder 3);
ALTER TABLE ONLY public.tie ATTACH PARTITION public.tie_4 FOR VALUES WITH (modulus 8, remainder 4);
ALTER TABLE ONLY public.tie ATTACH PARTITION public.tie_5 FOR VALUES WITH (modulus 8, remainder 5);
ALTER TABLE ONLY public.tie ATTACH PARTITION public.tie_6 FOR VALUES WITH (modulus 8, remainder 6);
ALTER TABLE ONLY public.tie ATTACH PARTITION public.tie_7 FOR VALUES WITH (modulus 8, remainder 7);
INSERT INTO public.change VALUES (1, '2026-03-07T00:00:00Z', 0, 'info@example.co.jp@example.co.jp', '93c21a8cbd9e12c7', 3, 1, 0);
INSERT INTO public.change VALUES (2, '2026-03-07T00:00:00Z', 0, 'info@example.co.jp@example.co.jp', '0682e41991ed8fbb', 4, 0, 1);
INSERT INTO public.change VALUES (3, '2026-03-07T00:00:00Z', 0, 'info@example.co.jp@example.co.jp', 'd430c67fb31a45cd', 3, 0, 0);
INSERT INTO public.change VALUES (4, '2026-03-07T00:00:00Z', 0, 'info@example.co.jp@example.co.jp', '7f0fe76db7b8e754', 1, 0, 0);
INSERT INTO public.change VALUES (5, '2026-03-07T00:00:00Z', 0, 'info@example.co.jp@example.co.jp', '4a98f39b1c5827a2', 1, 0, 0);
INSERT INTO public.change VALUES (6, '2026-03-07T00:00:00Z', 0, 'info@example.co.jp@example.co.jp', 'b569084ed8344635', 0, 0, 0);
INSERT INTO public.change VALUES (7, '2026-03-07T00:00:00Z', 0, 'info@example.co.jp@example.co.jp', '86d59ed1484ff46f', 0, 0, 0);
INSERT INTO public.change VALUES (8, '2026-03-07T00:00:00Z', 0, '?id-b/some/2', 'dd2b488fb194cafc', 3, 1, 0);
INSERT INTO public.change VALUES (9, '2026-03-07T00:00:00Z', 0, '?id-b/some/2', '4a54ac4cc782172a', 3, 1, 0);
INSERT INTO public.change VALUES (10, '2026-03-07T00:00:00Z', 0, 'info@example.co.jp@example.co.jp', 'fdb199dc9615ca1d', 3, 1, 0);
INSERT INTO public.change VALUES (11, '2026-03-07T00:00:00Z', 0, '?id-b/some/2', 'de5e12a28da31fb7', 2, 1, 0);
INSERT INTO public.change VALUES (12, '2026-03-07T00:00:00Z', 0, '?id-b/some/2', '9b427541fa1c0b16', 2, 1, 0);
INSERT INTO public.change VALUES (13, '2026-03-07T00:00:00Z', 0, 'info@example.co.jp@example.co.jp', 'c795f4d11b1ea8bc', 1, 1, 0);
INSERT INTO public.change VALUES (14, '2026-03-07T00:00:00Z', 2, 'info@example.co.jp@example.co.jp', '93c21a8cbd9e12c7', 3, 1, 0);
INSERT INTO public.change VALUES (15, '2026-03-07T00:00:00Z', 0, 'info@example.co.jp@example.co.jp', 'a5caefbc2f3c7d3c', 4, 0, 0);
INSERT INTO public.change VALUES (16, '2026-03-07T00:00:00Z', 0, 'info@example.co.jp@example.co.jp', '73eb02a2c5f2697d', 2, 0, 0);
INSERT INTO public.change VALUES (17, '2026-03-07T00:00:00Z', 0, 'info@example.co.jp@example.co.jp', '874e1a80fd368621', 1, 0, 0);
INSERT INTO public.change VALUES (18, '2026-03-07T00:00:00Z', 0, 'info@example.co.jp@example.co.jp', 'c443b44981582f88', 0, 0, 0);
INSERT INTO public.change VALUES (19, '2026-03-07T00:00:00Z', 0, 'info@example.co.jp@example.co.jp', '143e30f262410a06', 3, 1, 0);
INSERT INTO public.change VALUES (20, '2026-03-07T00:00:00Z', 0, 'info@example.co.jp@example.co.jp', 'a414b2101db63b3b', 1, 1, 0);
INSERT INTO public.change VALUES (21, '2026-03-07T00:00:00Z', 2, 'info@example.co.jp@example.co.jp', '0682e41991ed8fbb', 4, 0, 0);
INSERT INTO public.change VALUES (22, '2026-03-07T00:00:00Z', 2, 'info@example.co.jp@example.co.jp', '4a98f39b1c5827a2', 1, 0, 0);
INSERT INTO public.change VALUES (23, '2026-03-07T00:00:00Z', 2, 'info@example.co.jp@example.co.jp', '86d59ed1484ff46f', 0, 0, 0);
INSERT INTO public.change VALUES (24, '2026-03-07T00:00:00Z', 2, 'info@example.co.jp@example.co.jp', 'c795f4d11b1ea8bc', 1, 1, 0);
INSERT INTO public.change VALUES (25, '2026-03-07T00:00:00Z', 2, 'info@example.co.jp@example.co.jp', 'd430c67fb31a45cd', 3, 0, 0);
INSERT INTO public.change VALUES (26, '2026-03-07T00:00:00Z', 2, 'info@example.co.jp@example.co.jp', 'fdb199dc9615ca1d', 3, 1, 0);
INSERT INTO public.change VALUES (27, '2026-03-07T00:00:00Z', 0, 'info@example.co.jp@example.co.jp', '9ddedc3f8acae85d', 4, 0, 0);
INSERT INTO public.change VALUES (28, '2026-03-07T00:00:00Z', 0, 'info@example.co.jp@example.co.jp', '02bcddd697d9f5b9', 3, 1, 0);
INSERT INTO public.change VALUES (29, '2026-03-07T00:00:00Z', 0, 'info@example.co.jp@example.co.jp', '2bdf354ce123e966', 2, 1, 0);
INSERT INTO public.change VALUES (30, '2026-03-07T00:00:00Z', 0, 'info@example.co.jp@example.co.jp', 'bbf1333bc7d6219c', 0, 1, 0);
INSERT INTO public.change VALUES (31, '2026-03-07T00:00:00Z', 2, 'info@example.co.jp@example.co.jp', '73eb02a2c5f2697d', 2, 0, 0);
INSERT INTO public.change VALUES (32, '2026-03-07T00:00:00Z', 2, 'info@example.co.jp@example.co.jp', 'a5caefbc2f3c7d3c', 4, 0, 0);
INSERT INTO public.document VALUES (1, '\x7b22666f726d6174223a20226d61696c6163636f72642d7363616e222c202276657273696f6e223a20312c2022746f6f6c223a2022302e312e30222c202272756e223a20227231222c202273746172746564223a2022323032362d30332d30315430383a30303a30305a222c2022776f726b73746174696f6e223a207b226964223a202269642d61222c20226e616d65223a202250432d41227d2c202266696c6573223a205b5d2c20226e6f746573223a205b5d2c20226163636f756e7473223a205b7b226964223a2022736f6d652f31222c2022706c7567696e223a2022736f6d65222c202270726f746f636f6c223a2022706f7033222c2022686f7374223a2022706f702e6578616d706c652e636f2e6a70222c20226c6f67696e223a2022696e666f406578616d706c652e636f2e6a70222c20226c656176655f6f6e5f736572766572223a2066616c73652c2022616464726573736573223a205b22696e666f406578616d706c652e636f2e6a70225d7d5d7d');
INSERT INTO public.document VALUES (2, '\x7b22666f726d6174223a20226d61696c6163636f72642d7363616e222c202276657273696f6e223a20312c2022746f6f6c223a2022302e312e30222c202272756e223a20227231222c202273746172746564223a2022323032362d30332d30325430383a30303a30305a222c2022776f726b73746174696f6e223a207b226964223a202269642d62222c20226e616d65223a202250432d42227d2c202266696c6573223a205b5d2c20226e6f746573223a205b5d2c20226163636f756e7473223a205b7b226964223a2022736f6d652f31222c2022706c7567696e223a2022736f6d65222c202270726f746f636f6c223a2022696d6170222c2022686f7374223a2022696d61702e6578616d706c652e636f2e6a70222c20226c6f67696e223a2022696e666f222c2022616464726573736573223a205b22696e666f406578616d706c652e636f2e6a70225d7d2c207b226964223a2022736f6d652f32222c2022706c7567696e223a2022736f6d65222c202270726f746f636f6c223a2022706f7033222c2022686f7374223a20223132372e302e302e31222c20226c6f67696e223a2022696e666f406578616d706c652e636f2e6a70227d5d7d');
INSERT INTO public.document VALUES (3, '\x7b22666f726d6174223a20226d61696c6163636f72642d7363616e222c202276657273696f6e223a20312c2022746f6f6c223a2022302e312e30222c202272756e223a20227231222c202273746172746564223a2022323032362d30332d30335430383a30303a30305a222c2022776f726b73746174696f6e223a207b226964223a202269642d63222c20226e616d65223a202250432d43227d2c202266696c6573223a205b5d2c20226e6f746573223a205b5d2c20226163636f756e7473223a205b7b226964223a2022736f6d652f31222c2022706c7567696e223a2022736f6d65222c202270726f746f636f6c223a2022706f7033222c2022686f7374223a2022706f702e6578616d706c652e636f2e6a70222c20226c6f67696e223a2022696e666f406578616d706c652e636f2e6a70222c20226c656176655f6f6e5f736572766572223a2066616c73652c2022756e6b6e6f776e223a205b2264656c6574655f7768656e225d7d5d7d');
INSERT INTO public.document VALUES (4, '\x7b22666f726d6174223a20226d61696c6163636f72642d7363616e222c202276657273696f6e223a20312c2022746f6f6c223a2022302e312e30222c202272756e223a20227232222c202273746172746564223a2022323032362d30332d30355430383a30303a30305a222c2022776f726b73746174696f6e223a207b226964223a202269642d61222c20226e616d65223a202250432d41227d2c202266696c6573223a205b5d2c20226e6f746573223a205b5d2c20226163636f756e7473223a205b7b226964223a2022736f6d652f31222c2022706c7567696e223a2022736f6d65222c202270726f746f636f6c223a2022706f7033222c2022686f7374223a2022706f702e6578616d706c652e636f2e6a70222c20226c6f67696e223a2022696e666f406578616d706c652e636f2e6a70222c20226c656176655f6f6e5f736572766572223a20747275652c2022616464726573736573223a205b22696e666f406578616d706c652e636f2e6a70225d7d5d7d');
INSERT INTO public.finding_4 VALUES ('info@example.co.jp@example.co.jp', '93c21a8cbd9e12c7', '', 'cleartext', 'info@example.co.jp', 3, 1, '2026-03-07T00:00:00Z', '2026-03-07T00:00:00Z', '2026-03-07T00:00:00Z', '
id-a
', '{"blame":[{"account":"some/1","change":[{"fact":"security","from":null,"to":"tls"}],"client":"some","evidence":[{"fact":"security","state":"unknown","value":null}],"workstation":"PC-A","workstation_id":"id-a"}],"code":"T01","fingerprint":"93c21a8cbd9e12c7","fix":"Switch encryption to SSL/TLS in this client: IMAP port 993, POP port 995; for sending port 465, or 587 with STARTTLS.","mailbox":"info@example.co.jp@example.co.jp","rule":"cleartext","severity":"high","status":"unknown","symptom":"Nothing, until the password is misused, or the provider switches unencrypted access off and this client stops working.","title":"The password and all mail travel unencrypted","victims":[]}');
INSERT INTO public.finding_4 VALUES ('info@example.co.jp@example.co.jp', '7f0fe76db7b8e754', '', 'login-spelling-differs', 'info@example.co.jp', 1, 0, '2026-03-07T00:00:00Z', '2026-03-07T00:00:00Z', NULL, '
id-b
', '{"blame":[{"account":"some/1","change":[{"fact":"login","from":"info","to":"info@example.co.jp"}],"client":"some","evidence":[{"fact":"login","state":"set","value":"info"}],"workstation":"PC-B","workstation_id":"id-b"}],"code":"T09","fingerprint":"7f0fe76db7b8e754","fix":"Type the login in this client as most others have it.","mailbox":"info@example.co.jp@example.co.jp","rule":"login-spelling-differs","severity":"low","status":"fail","symptom":"Some clients are refused or limited at times, others never.","title":"The login is not typed the same in all clients","victims":[]}');
INSERT INTO public.finding_4 VALUES ('info@example.co.jp@example.co.jp', 'bbf1333bc7d6219c', '', 'resurrecting-mail', 'info@example.co.jp', 0, 1, '2026-03-07T00:00:00Z', '2026-03-07T00:00:00Z', NULL, '
id-a
', '{"blame":[{"account":"some/1","change":[],"client":"some","evidence":[{"fact":"delete_when","state":"unknown","value":null}],"workstation":"PC-A","workstation_id":"id-a"}],"code":"D07","fingerprint":"bbf1333bc7d6219c","fix":"Tell the users: what really is to go must be deleted in webmail or in an IMAP client. Nothing needs to be set.","mailbox":"info@example.co.jp@example.co.jp","rule":"resurrecting-mail","severity":"info","status":"unknown","symptom":"Mail that was deleted on one PC is still there on another, or comes back after the PC was replaced.","title":"Mail deleted in this client stays on the server","victims":[]}');
INSERT INTO public.finding_4 VALUES ('info@example.co.jp@example.co.jp', '73eb02a2c5f2697d', '', 'several-deleters', 'info@example.co.jp', 2, 0, '2026-03-07T00:00:00Z', '2026-03-07T00:00:00Z', '2026-03-07T00:00:00Z', '
id-a
id-c
', '{"blame":[{"account":"some/1","change":[{"fact":"leave_on_server","from":false,"to":true},{"fact":"delete_when","from":null,"to":"never"}],"client":"some","evidence":[{"fact":"leave_on_server","state":"set","value":false}],"workstation":"PC-A","workstation_id":"id-a"},{"account":"some/1","change":[{"fact":"leave_on_server","from":false,"to":true},{"fact":"delete_when","from":null,"to":"never"}],"client":"some","evidence":[{"fact":"leave_on_server","state":"set","value":false}],"workstation":"PC-C","workstation_id":"id-c"}],"code":"R03","fingerprint":"73eb02a2c5f2697d","fix":"Choose one client that may remove old mail, name it in the policy (deleter), and set all others never to remove anything from the server.","mailbox":"info@example.co.jp@example.co.jp","rule":"several-deleters","severity":"medium","status":"fail","symptom":"Mail disappears, and nobody can say which PC removed it.","title":"Several clients remove mail from the server","victims":[]}');
INSERT INTO public.finding_4 VALUES ('info@example.co.jp@example.co.jp', 'a5caefbc2f3c7d3c', '', 'pop-delete-on-download', 'info@example.co.jp', 4, 0, '2026-03-07T00:00:00Z', '2026-03-07T00:00:00Z', '2026-03-07T00:00:00Z', '
id-a
id-c
id-b
', '{"blame":[{"account":"some/1","change":[{"fact":"leave_on_server","from":false,"to":true},{"fact":"delete_when","from":null,"to":"never"}],"client":"some","evidence":[{"fact":"leave_on_server","state":"set","value":false}],"workstation":"PC-A","workstation_id":"id-a"},{"account":"some/1","change":[{"fact":"leave_on_server","from":false,"to":true},{"fact":"delete_when","from":null,"to":"never"}],"client":"some","evidence":[{"fact":"leave_on_server","state":"set","value":false}],"workstation":"PC-C","workstation_id":"id-c"}],"code":"P01","fingerprint":"a5caefbc2f3c7d3c","fix":"Switch on \"leave a copy of messages on the server\" in this client, with no time limit, or set the account up again as IMAP.","mailbox":"info@example.co.jp@example.co.jp","rule":"pop-delete-on-download","severity":"critical","status":"fail","symptom":"Mail is missing although nobody deleted it. One PC has it; the phones and the other PCs never show it, or it disappears from them.","title":"A client removes all mail from the shared mailbox when it fetches it","victims":[{"account":"some/1","client":"some","workstation":"PC-B","workstation_id":"id-b"}]}');
INSERT INTO public.finding_4 VALUES ('info@example.co.jp@example.co.jp', '874e1a80fd368621', '', 'pop-imap-mixed', 'info@example.co.jp', 1, 0, '2026-03-07T00:00:00Z', '2026-03-07T00:00:00Z', NULL, '
id-a
id-c
id-b
', '{"blame":[{"account":"some/1","change":[{"fact":"protocol","from":"pop3","to":"imap"}],"client":"some","evidence":[{"fact":"protocol","state":"set","value":"pop3"}],"workstation":"PC-A","workstation_id":"id-a"},{"account":"some/1","change":[{"fact":"protocol","from":"pop3","to":"imap"}],"client":"some","evidence":[{"fact":"protocol","state":"set","value":"pop3"}],"workstation":"PC-C","workstation_id":"id-c"}],"code":"X01","fingerprint":"874e1a80fd368621","fix":"Set the account up again as IMAP in this client, unless it is the agreed archive; then name it in the policy (deleter).","mailbox":"info@example.co.jp@example.co.jp","rule":"pop-imap-mixed","severity":"low","status":"fail","symptom":"What people see depends on the PC: read marks, folders and sent mail of one are not on the other.","title":"Some clients copy the mail away (POP), others show what is on the server (IMAP)","victims":[{"account":"some/1","client":"some","workstation":"PC-B","workstation_id":"id-b"}]}');
INSERT INTO public.finding_4 VALUES ('info@example.co.jp@example.co.jp', '0682e41991ed8fbb', '', 'pop-delete-on-download', 'info@example.co.jp', 4, 0, '2026-03-07T00:00:00Z', '2026-03-07T00:00:00Z', '2026-03-07T00:00:00Z', '
id-a
id-b
', '{"blame":[{"account":"some/1","change":[{"fact":"leave_on_server","from":false,"to":true},{"fact":"delete_when","from":null,"to":"never"}],"client":"some","evidence":[{"fact":"leave_on_server","state":"set","value":false}],"workstation":"PC-A","workstation_id":"id-a"}],"code":"P01","fingerprint":"0682e41991ed8fbb","fix":"Switch on \"leave a copy of messages on the server\" in this client, with no time limit, or set the account up again as IMAP.","mailbox":"info@example.co.jp@example.co.jp","rule":"pop-delete-on-download","severity":"critical","status":"fail","symptom":"Mail is missing although nobody deleted it. One PC has it; the phones and the other PCs never show it, or it disappears from them.","title":"A client removes all mail from the shared mailbox when it fetches it","victims":[{"account":"some/1","client":"some","workstation":"PC-B","workstation_id":"id-b"}]}');
INSERT INTO public.finding_4 VALUES ('info@example.co.jp@example.co.jp', '4a98f39b1c5827a2', '', 'pop-imap-mixed', 'info@example.co.jp', 1, 0, '2026-03-07T00:00:00Z', '2026-03-07T00:00:00Z', '2026-03-07T00:00:00Z', '
id-a
id-b
', '{"blame":[{"account":"some/1","change":[{"fact":"protocol","from":"pop3","to":"imap"}],"client":"some","evidence":[{"fact":"protocol","state":"set","value":"pop3"}],"workstation":"PC-A","workstation_id":"id-a"}],"code":"X01","fingerprint":"4a98f39b1c5827a2","fix":"Set the account up again as IMAP in this client, unless it is the agreed archive; then name it in the policy (deleter).","mailbox":"info@example.co.jp@example.co.jp","rule":"pop-imap-mixed","severity":"low","status":"fail","symptom":"What people see depends on the PC: read marks, folders and sent mail of one are not on the other.","title":"Some clients copy the mail away (POP), others show what is on the server (IMAP)","victims":[{"account":"some/1","client":"some","workstation":"PC-B","workstation_id":"id-b"}]}');
INSERT INTO public.finding_4 VALUES ('info@example.co.jp@example.co.jp', '86d59ed1484ff46f', '', 'pop-marks-as-read', 'info@example.co.jp', 0, 0, '2026-03-07T00:00:00Z', '2026-03-07T00:00:00Z', '2026-03-07T00:00:00Z', '
id-a
', '{"blame":[{"account":"some/1","change":[{"fact":"protocol","from":"pop3","to":"imap"}],"client":"some","evidence":[{"fact":"protocol","state":"set","value":"pop3"}],"workstation":"PC-A","workstation_id":"id-a"}],"code":"X04","fingerprint":"86d59ed1484ff46f","fix":"Ask the provider to let POP leave the read marks alone (on Dovecot: pop3_no_flag_updates=yes) and say so in the policy (pop_sets_seen: false), or set the account up again as IMAP.","mailbox":"info@example.co.jp@example.co.jp","rule":"pop-marks-as-read","severity":"info","status":"fail","symptom":"New mail is already marked as read on the phones, and nobody answers it because somebody seems to have read it.","title":"What this client fetches looks read to the others","victims":[]}');
INSERT INTO public.finding_4 VALUES ('info@example.co.jp@example.co.jp', 'c795f4d11b1ea8bc', '', 'tls-differs', 'info@example.co.jp', 1, 1, '2026-03-07T00:00:00Z', '2026-03-07T00:00:00Z', '2026-03-07T00:00:00Z', '
id-a
id-b
', '{"blame":[{"account":"some/1","change":[{"fact":"security","from":null,"to":"tls"}],"client":"some","evidence":[{"fact":"security","state":"unknown","value":null}],"workstation":"PC-A","workstation_id":"id-a"},{"account":"some/1","change":[{"fact":"security","from":null,"to":"tls"}],"client":"some","evidence":[{"fact":"security","state":"unknown","value":null}],"workstation":"PC-B","workstation_id":"id-b"}],"code":"T10","fingerprint":"c795f4d11b1ea8bc","fix":"Switch encryption to SSL/TLS in this client, as in the others.","mailbox":"info@example.co.jp@example.co.jp","rule":"tls-differs","severity":"low","status":"unknown","symptom":"Nothing yet. On the day on which the provider ends weak connections, some PCs stop and others do not.","title":"This client''s connection is less protected than that of the others","victims":[]}');
INSERT INTO public.finding_4 VALUES ('info@example.co.jp@example.co.jp', 'd430c67fb31a45cd', '', 'sole-archive', 'info@example.co.jp', 3, 0, '2026-03-07T00:00:00Z', '2026-03-07T00:00:00Z', '2026-03-07T00:00:00Z', '
id-a
id-b
', '{"blame":[{"account":"some/1","change":[],"client":"some","evidence":[{"fact":"leave_on_server","state":"set","value":false}],"workstation":"PC-A","workstation_id":"id-a"}],"code":"B01","fingerprint":"d430c67fb31a45cd","fix":"Back up the mail folder of this client regularly and say so in the policy (backup), or let the mail stay on the server.","mailbox":"info@example.co.jp@example.co.jp","rule":"sole-archive","severity":"high","status":"fail","symptom":"That PC breaks or is replaced, and all mail older than a few days is lost for good.","title":"Old mail exists on one PC only","victims":[{"account":"some/1","client":"some","workstation":"PC-B","workstation_id":"id-b"}]}');
INSERT INTO public.finding_4 VALUES ('info@example.co.jp@example.co.jp', 'fdb199dc9615ca1d', '', 'cleartext', 'info@example.co.jp', 3, 1, '2026-03-07T00:00:00Z', '2026-03-07T00:00:00Z', '2026-03-07T00:00:00Z', '
id-a
id-b
', '{"blame":[{"account":"some/1","change":[{"fact":"security","from":null,"to":"tls"}],"client":"some","evidence":[{"fact":"security","state":"unknown","value":null}],"workstation":"PC-A","workstation_id":"id-a"},{"account":"some/1","change":[{"fact":"security","from":null,"to":"tls"}],"client":"some","evidence":[{"fact":"security","state":"unknown","value":null}],"workstation":"PC-B","workstation_id":"id-b"}],"code":"T01","fingerprint":"fdb199dc9615ca1d","fix":"Switch encryption to SSL/TLS in this client: IMAP port 993, POP port 995; for sending port 465, or 587 with STARTTLS.","mailbox":"info@example.co.jp@example.co.jp","rule":"cleartext","severity":"high","status":"unknown","symptom":"Nothing, until the password is misused, or the provider switches unencrypted access off and this client stops working.","title":"The password and all mail travel unencrypted","victims":[]}');
INSERT INTO public.finding_4 VALUES ('info@example.co.jp@example.co.jp', '9ddedc3f8acae85d', '', 'pop-delete-on-download', 'info@example.co.jp', 4, 0, '2026-03-07T00:00:00Z', '2026-03-07T00:00:00Z', NULL, '
id-c
id-a
id-b
', '{"blame":[{"account":"some/1","change":[{"fact":"leave_on_server","from":false,"to":true},{"fact":"delete_when","from":null,"to":"never"}],"client":"some","evidence":[{"fact":"leave_on_server","state":"set","value":false}],"workstation":"PC-C","workstation_id":"id-c"}],"code":"P01","fingerprint":"9ddedc3f8acae85d","fix":"Switch on \"leave a copy of messages on the server\" in this client, with no time limit, or set the account up again as IMAP.","mailbox":"info@example.co.jp@example.co.jp","rule":"pop-delete-on-download","severity":"critical","status":"fail","symptom":"Mail is missing although nobody deleted it. One PC has it; the phones and the other PCs never show it, or it disappears from them.","title":"A client removes all mail from the shared mailbox when it fetches it","victims":[{"account":"some/1","client":"some","workstation":"PC-A","workstation_id":"id-a"},{"account":"some/1","client":"some","workstation":"PC-B","workstation_id":"id-b"}]}');
INSERT INTO public.finding_4 VALUES ('info@example.co.jp@example.co.jp', 'b569084ed8344635', '', 'policy-missing', 'info@example.co.jp', 0, 0, '2026-03-07T00:00:00Z', '2026-03-07T00:00:00Z', NULL, '', '{"blame":[{"evidence":[],"policy":true}],"code":"R09","fingerprint":"b569084ed8344635","fix":"Write two lines into the policy for this address: deleter and min_keep_days.","mailbox":"info@example.co.jp@example.co.jp","rule":"policy-missing","severity":"info","status":"fail","symptom":"Every hoster''s page advises something else, and each PC is set up after another one.","title":"Nobody has agreed how long mail stays and who removes it","victims":[]}');
INSERT INTO public.finding_4 VALUES ('info@example.co.jp@example.co.jp', 'c443b44981582f88', '', 'pop-marks-as-read', 'info@example.co.jp', 0, 0, '2026-03-07T00:00:00Z', '2026-03-07T00:00:00Z', NULL, '
id-a
id-c
', '{"blame":[{"account":"some/1","change":[{"fact":"protocol","from":"pop3","to":"imap"}],"client":"some","evidence":[{"fact":"protocol","state":"set","value":"pop3"}],"workstation":"PC-A","workstation_id":"id-a"},{"account":"some/1","change":[{"fact":"protocol","from":"pop3","to":"imap"}],"client":"some","evidence":[{"fact":"protocol","state":"set","value":"pop3"}],"workstation":"PC-C","workstation_id":"id-c"}],"code":"X04","fingerprint":"c443b44981582f88","fix":"Ask the provider to let POP leave the read marks alone (on Dovecot: pop3_no_flag_updates=yes) and say so in the policy (pop_sets_seen: false), or set the account up again as IMAP.","mailbox":"info@example.co.jp@example.co.jp","rule":"pop-marks-as-read","severity":"info","status":"fail","symptom":"New mail is already marked as read on the phones, and nobody answers it because somebody seems to have read it.","title":"What this client fetches looks read to the others","victims":[]}');
INSERT INTO public.finding_4 VALUES ('info@example.co.jp@example.co.jp', '02bcddd697d9f5b9', '', 'pop-delete-when-deleted', 'info@example.co.jp', 3, 1, '2026-03-07T00:00:00Z', '2026-03-07T00:00:00Z', NULL, '
id-a
id-b
id-c
', '{"blame":[{"account":"some/1","change":[{"fact":"delete_when","from":null,"to":"never"}],"client":"some","evidence":[{"fact":"delete_when","state":"unknown","value":null}],"workstation":"PC-A","workstation_id":"id-a"}],"code":"P03","fingerprint":"02bcddd697d9f5b9","fix":"Switch off \"until I delete them\" (\"remove from server when deleted\") in this client''s account settings.","mailbox":"info@example.co.jp@example.co.jp","rule":"pop-delete-when-deleted","severity":"high","status":"unknown","symptom":"Somebody tidies up or empties the trash on one PC, and the mail is gone on all the others at that PC''s next check.","title":"Deleting mail in one client deletes it for everybody","victims":[{"account":"some/1","client":"some","workstation":"PC-B","workstation_id":"id-b"},{"account":"some/1","client":"some","workstation":"PC-C","workstation_id":"id-c"}]}');
INSERT INTO public.finding_4 VALUES ('info@example.co.jp@example.co.jp', '143e30f262410a06', '', 'cleartext', 'info@example.co.jp', 3, 1, '2026-03-07T00:00:00Z', '2026-03-07T00:00:00Z', NULL, '
id-a
id-b
id-c
', '{"blame":[{"account":"some/1","change":[{"fact":"security","from":null,"to":"tls"}],"client":"some","evidence":[{"fact":"security","state":"unknown","value":null}],"workstation":"PC-A","workstation_id":"id-a"},{"account":"some/1","change":[{"fact":"security","from":null,"to":"tls"}],"client":"some","evidence":[{"fact":"security","state":"unknown","value":null}],"workstation":"PC-B","workstation_id":"id-b"},{"account":"some/1","change":[{"fact":"security","from":null,"to":"tls"}],"client":"some","evidence":[{"fact":"security","state":"unknown","value":null}],"workstation":"PC-C","workstation_id":"id-c"}],"code":"T01","fingerprint":"143e30f262410a06","fix":"Switch encryption to SSL/TLS in this client: IMAP port 993, POP port 995; for sending port 465, or 587 with STARTTLS.","mailbox":"info@example.co.jp@example.co.jp","rule":"cleartext","severity":"high","status":"unknown","symptom":"Nothing, until the password is misused, or the provider switches unencrypted access off and this client stops working.","title":"The password and all mail travel unencrypted","victims":[]}');
INSERT INTO public.finding_4 VALUES ('info@example.co.jp@example.co.jp', '2bdf354ce123e966', '', 'several-deleters', 'info@example.co.jp', 2, 1, '2026-03-07T00:00:00Z', '2026-03-07T00:00:00Z', NULL, '
id-a
', '{"blame":[{"account":"some/1","change":[{"fact":"delete_when","from":null,"to":"never"}],"client":"some","evidence":[{"fact":"delete_when","state":"unknown","value":null}],"workstation":"PC-A","workstation_id":"id-a"}],"code":"R03","fingerprint":"2bdf354ce123e966","fix":"Choose one client that may remove old mail, name it in the policy (deleter), and set all others never to remove anything from the server.","mailbox":"info@example.co.jp@example.co.jp","rule":"several-deleters","severity":"medium","status":"unknown","symptom":"Mail disappears, and nobody can say which PC removed it.","title":"Several clients remove mail from the server","victims":[]}');
INSERT INTO public.finding_4 VALUES ('info@example.co.jp@example.co.jp', 'a414b2101db63b3b', '', 'tls-differs', 'info@example.co.jp', 1, 1, '2026-03-07T00:00:00Z', '2026-03-07T00:00:00Z', NULL, '
id-a
id-b
id-c
', '{"blame":[{"account":"some/1","change":[{"fact":"security","from":null,"to":"tls"}],"client":"some","evidence":[{"fact":"security","state":"unknown","value":null}],"workstation":"PC-A","workstation_id":"id-a"},{"account":"some/1","change":[{"fact":"security","from":null,"to":"tls"}],"client":"some","evidence":[{"fact":"security","state":"unknown","value":null}],"workstation":"PC-B","workstation_id":"id-b"},{"account":"some/1","change":[{"fact":"security","from":null,"to":"tls"}],"client":"some","evidence":[{"fact":"security","state":"unknown","value":null}],"workstation":"PC-C","workstation_id":"id-c"}],"code":"T10","fingerprint":"a414b2101db63b3b","fix":"Switch encryption to SSL/TLS in this client, as in the others.","mailbox":"info@example.co.jp@example.co.jp","rule":"tls-differs","severity":"low","status":"unknown","symptom":"Nothing yet. On the day on which the provider ends weak connections, some PCs stop and others do not.","title":"This client''s connection is less protected than that of the others","victims":[]}');
INSERT INTO public.finding_7 VALUES ('?id-b/some/2', 'dd2b488fb194cafc', '', 'pop-keep-unknown', 'info@example.co.jp', 3, 1, '2026-03-07T00:00:00Z', '2026-03-07T00:00:00Z', NULL, '
id-b
', '{"blame":[{"account":"some/2","change":[{"fact":"leave_on_server","from":null,"to":true}],"client":"some","evidence":[{"fact":"leave_on_server","state":"unknown","value":null}],"workstation":"PC-B","workstation_id":"id-b"}],"code":"P06","fingerprint":"dd2b488fb194cafc","fix":"Open the account in this client, look whether \"leave messages on the server\" is on, and switch it on if it is not; then save and scan again.","mailbox":"?id-b/some/2","rule":"pop-keep-unknown","severity":"high","status":"unknown","symptom":"Nothing yet. But if mail goes missing, this client may be the one that takes it.","title":"It cannot be told whether this client removes mail from the server","victims":[]}');
INSERT INTO public.finding_7 VALUES ('?id-b/some/2', '4a54ac4cc782172a', '', 'server-expires', 'info@example.co.jp', 3, 1, '2026-03-07T00:00:00Z', '2026-03-07T00:00:00Z', NULL, '
id-b
', '{"blame":[{"account":"some/2","change":[],"client":"some","evidence":[{"fact":"host","state":"set","value":"127.0.0.1"}],"workstation":"PC-B","workstation_id":"id-b"}],"code":"R08","fingerprint":"4a54ac4cc782172a","fix":"Ask the provider to keep mail for longer, or let one client that is always on keep a copy of all mail (name it in the policy as deleter, and back it up); if the number of days in the policy is wrong, correct it.","mailbox":"?id-b/some/2","rule":"server-expires","severity":"high","status":"unknown","symptom":"Mail disappears from the server although every client is set to leave it there.","title":"The provider itself removes mail sooner than agreed","victims":[]}');
INSERT INTO public.finding_7 VALUES ('?id-b/some/2', 'de5e12a28da31fb7', '', 'server-hidden-by-proxy', 'info@example.co.jp', 2, 1, '2026-03-07T00:00:00Z', '2026-03-07T00:00:00Z', NULL, '
id-b
', '{"blame":[{"account":"some/2","change":[],"client":"some","evidence":[{"fact":"host","state":"set","value":"127.0.0.1"}],"workstation":"PC-B","workstation_id":"id-b"}],"code":"C05","fingerprint":"de5e12a28da31fb7","fix":"Look up the real server in the virus scanner or proxy, and enter it in the client; or name it in the policy: a provider whose hosts include the name that the client uses.","mailbox":"?id-b/some/2","rule":"server-hidden-by-proxy","severity":"medium","status":"unknown","symptom":"Nothing yet. But it cannot be told which mailbox this account reaches, so it cannot be compared with the other PCs.","title":"A program on this PC stands between the client and its server","victims":[]}');
INSERT INTO public.finding_7 VALUES ('?id-b/some/2', '9b427541fa1c0b16', '', 'nobody-deletes', 'info@example.co.jp', 2, 1, '2026-03-07T00:00:00Z', '2026-03-07T00:00:00Z', NULL, '
id-b
', '{"blame":[{"account":"some/2","change":[],"client":"some","evidence":[{"fact":"leave_on_server","state":"unknown","value":null}],"workstation":"PC-B","workstation_id":"id-b"}],"code":"R04","fingerprint":"9b427541fa1c0b16","fix":"Name one client that removes mail after a long time (a deleter) in the policy and set it so, or declare the mailbox''s size there (quota_bytes) and clean up by hand once a month.","mailbox":"?id-b/some/2","rule":"nobody-deletes","severity":"medium","status":"unknown","symptom":"One day new mail no longer arrives, and customers get it back with \"mailbox full\".","title":"Nobody removes old mail, so the mailbox will fill up","victims":[]}');
INSERT INTO public.mailaccord VALUES ('version', '1');
INSERT INTO public.mailaccord VALUES ('ties', '739768efe0a4c7dc');
INSERT INTO public.mailaccord VALUES ('generation', '4');
INSERT INTO public.mailaccord VALUES ('last-scan', '4');
INSERT INTO public.mailaccord VALUES ('last-change', '32');
INSERT INTO public.mailaccord VALUES ('epoch', '3ee408fd07c7e7f0');
INSERT INTO public.mailaccord VALUES ('judged', '4');
INSERT INTO public.mailbox VALUES ('?id-b/some/2', 'info@example.co.jp', 2);
INSERT INTO public.mailbox VALUES ('info@example.co.jp@example.co.jp', 'info@example.co.jp', 1);
INSERT INTO public.scan VALUES (2, 'id-b', 'r1', 'PC-B', '2026-03-02T08:00:00Z', '2026-03-07T00:00:00Z', '/tmp/store-t/v1docs/2.json', 1, 2, 0);
INSERT INTO public.scan VALUES (3, 'id-c', 'r1', 'PC-C', '2026-03-03T08:00:00Z', '2026-03-07T00:00:00Z', '/tmp/store-t/v1docs/3.json', 1, 1, 0);
INSERT INTO public.scan VALUES (1, 'id-a', 'r1', 'PC-A', '2026-03-01T08:00:00Z', '2026-03-07T00:00:00Z', '/tmp/store-t/v1docs/0.json', 0, 1, 0);
INSERT INTO public.scan VALUES (4, 'id-a', 'r2', 'PC-A', '2026-03-05T08:00:00Z', '2026-03-07T00:00:00Z', '/tmp/store-t/v1docs/1.json', 1, 1, 0);
INSERT INTO public.tie_4 VALUES ('ninfo@example.co.jp', 'info@example.co.jp@example.co.jp', 2, 1);
INSERT INTO public.tie_4 VALUES ('bexample.co.jp	info', 'info@example.co.jp@example.co.jp', 2, 0);
INSERT INTO public.tie_4 VALUES ('ninfo@example.co.jp', 'info@example.co.jp@example.co.jp', 3, 1);
INSERT INTO public.tie_4 VALUES ('bexample.co.jp	info', 'info@example.co.jp@example.co.jp', 3, 0);
INSERT INTO public.tie_4 VALUES ('ninfo@example.co.jp', 'info@example.co.jp@example.co.jp', 4, 1);
INSERT INTO public.tie_4 VALUES ('bexample.co.jp	info', 'info@example.co.jp@example.co.jp', 4, 0);
INSERT INTO public.tie_7 VALUES ('ninfo@example.co.jp', '?id-b/some/2', 2, 1);
INSERT INTO public.token VALUES ('5f586dbbbb426b7398a19433f21970791da0c27df3cbbf0a6fbdf21dc983bb3f', 'reception', NULL, 3, '2026-03-07T00:00:00Z', NULL, NULL);
ALTER TABLE ONLY public.cache
    ADD CONSTRAINT cache_pkey PRIMARY KEY (name, part);
ALTER TABLE ONLY public.change
    ADD CONSTRAINT change_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.document
    ADD CONSTRAINT document_pkey PRIMARY KEY (scan);
ALTER TABLE ONLY public.finding
    ADD CONSTRAINT finding_pkey PRIMARY KEY (mailbox, fingerprint);
ALTER TABLE ONLY public.finding_0
    ADD CONSTRAINT finding_0_pkey PRIMARY KEY (mailbox, fingerprint);
ALTER TABLE ONLY public.finding_1
    ADD CONSTRAINT finding_1_pkey PRIMARY KEY (mailbox, fingerprint);
ALTER TABLE ONLY public.finding_2
    ADD CONSTRAINT finding_2_pkey PRIMARY KEY (mailbox, fingerprint);
ALTER TABLE ONLY public.finding_3
    ADD CONSTRAINT finding_3_pkey PRIMARY KEY (mailbox, fingerprint);
ALTER TABLE ONLY public.finding_4
    ADD CONSTRAINT finding_4_pkey PRIMARY KEY (mailbox, fingerprint);
ALTER TABLE ONLY public.finding_5
    ADD CONSTRAINT finding_5_pkey PRIMARY KEY (mailbox, fingerprint);
ALTER TABLE ONLY public.finding_6
    ADD CONSTRAINT finding_6_pkey PRIMARY KEY (mailbox, fingerprint);
ALTER TABLE ONLY public.finding_7
    ADD CONSTRAINT finding_7_pkey PRIMARY KEY (mailbox, fingerprint);
ALTER TABLE ONLY public.mailaccord
    ADD CONSTRAINT mailaccord_pkey PRIMARY KEY (name);
ALTER TABLE ONLY public.mailbox
    ADD CONSTRAINT mailbox_pkey PRIMARY KEY (mailbox);
ALTER TABLE ONLY public.mark
    ADD CONSTRAINT mark_pkey PRIMARY KEY (kind, name);
ALTER TABLE ONLY public.quarantine
    ADD CONSTRAINT quarantine_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.scan
    ADD CONSTRAINT scan_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.scan
    ADD CONSTRAINT scan_workstation_run_key UNIQUE (workstation, run);
ALTER TABLE ONLY public.secret
    ADD CONSTRAINT secret_name_key UNIQUE (name);
ALTER TABLE ONLY public.secret
    ADD CONSTRAINT secret_pkey PRIMARY KEY (digest);
ALTER TABLE ONLY public.tie
    ADD CONSTRAINT tie_pkey PRIMARY KEY (tie, mailbox, scan);
ALTER TABLE ONLY public.tie_0
    ADD CONSTRAINT tie_0_pkey PRIMARY KEY (tie, mailbox, scan);
ALTER TABLE ONLY public.tie_1
    ADD CONSTRAINT tie_1_pkey PRIMARY KEY (tie, mailbox, scan);
ALTER TABLE ONLY public.tie_2
    ADD CONSTRAINT tie_2_pkey PRIMARY KEY (tie, mailbox, scan);
ALTER TABLE ONLY public.tie_3
    ADD CONSTRAINT tie_3_pkey PRIMARY KEY (tie, mailbox, scan);
ALTER TABLE ONLY public.tie_4
    ADD CONSTRAINT tie_4_pkey PRIMARY KEY (tie, mailbox, scan);
ALTER TABLE ONLY public.tie_5
    ADD CONSTRAINT tie_5_pkey PRIMARY KEY (tie, mailbox, scan);
ALTER TABLE ONLY public.tie_6
    ADD CONSTRAINT tie_6_pkey PRIMARY KEY (tie, mailbox, scan);
ALTER TABLE ONLY public.tie_7
    ADD CONSTRAINT tie_7_pkey PRIMARY KEY (tie, mailbox, scan);
ALTER TABLE ONLY public.token
    ADD CONSTRAINT token_pkey PRIMARY KEY (digest);
CREATE INDEX finding_workstation ON ONLY public.finding USING btree (workstation);
CREATE INDEX finding_0_workstation_idx ON public.finding_0 USING btree (workstation);
CREATE INDEX finding_1_workstation_idx ON public.finding_1 USING btree (workstation);
CREATE INDEX finding_2_workstation_idx ON public.finding_2 USING btree (workstation);
CREATE INDEX finding_3_workstation_idx ON public.finding_3 USING btree (workstation);
CREATE INDEX finding_4_workstation_idx ON public.finding_4 USING btree (workstation);
CREATE INDEX finding_5_workstation_idx ON public.finding_5 USING btree (workstation);
CREATE INDEX finding_6_workstation_idx ON public.finding_6 USING btree (workstation);
CREATE INDEX finding_7_workstation_idx ON public.finding_7 USING btree (workstation);
CREATE INDEX quarantine_sender ON public.quarantine USING btree (sender);
CREATE INDEX scan_blind ON public.scan USING btree (workstation) WHERE ((newest = 1) AND (blind = 1));
CREATE UNIQUE INDEX scan_newest ON public.scan USING btree (workstation) WHERE (newest = 1);
CREATE INDEX scan_started ON public.scan USING btree (started) WHERE (newest = 1);
CREATE INDEX tie_mailbox ON ONLY public.tie USING btree (mailbox);
CREATE INDEX tie_0_mailbox_idx ON public.tie_0 USING btree (mailbox);
CREATE INDEX tie_scan ON ONLY public.tie USING btree (scan);
CREATE INDEX tie_0_scan_idx ON public.tie_0 USING btree (scan);
CREATE INDEX tie_1_mailbox_idx ON public.tie_1 USING btree (mailbox);
CREATE INDEX tie_1_scan_idx ON public.tie_1 USING btree (scan);
CREATE INDEX tie_2_mailbox_idx ON public.tie_2 USING btree (mailbox);
CREATE INDEX tie_2_scan_idx ON public.tie_2 USING btree (scan);
CREATE INDEX tie_3_mailbox_idx ON public.tie_3 USING btree (mailbox);
CREATE INDEX tie_3_scan_idx ON public.tie_3 USING btree (scan);
CREATE INDEX tie_4_mailbox_idx ON public.tie_4 USING btree (mailbox);
CREATE INDEX tie_4_scan_idx ON public.tie_4 USING btree (scan);
CREATE INDEX tie_5_mailbox_idx ON public.tie_5 USING btree (mailbox);
CREATE INDEX tie_5_scan_idx ON public.tie_5 USING btree (scan);
CREATE INDEX tie_6_mailbox_idx ON public.tie_6 USING btree (mailbox);
CREATE INDEX tie_6_scan_idx ON public.tie_6 USING btree (scan);
CREATE INDEX tie_7_mailbox_idx ON public.tie_7 USING btree (mailbox);
CREATE INDEX tie_7_scan_idx ON public.tie_7 USING btree (scan);
CREATE INDEX token_name ON public.token USING btree (name);
ALTER INDEX public.finding_pkey ATTACH PARTITION public.finding_0_pkey;
ALTER INDEX public.finding_workstation ATTACH PARTITION public.finding_0_workstation_idx;
ALTER INDEX public.finding_pkey ATTACH PARTITION public.finding_1_pkey;
ALTER INDEX public.finding_workstation ATTACH PARTITION public.finding_1_workstation_idx;
ALTER INDEX public.finding_pkey ATTACH PARTITION public.finding_2_pkey;
ALTER INDEX public.finding_workstation ATTACH PARTITION public.finding_2_workstation_idx;
ALTER INDEX public.finding_pkey ATTACH PARTITION public.finding_3_pkey;
ALTER INDEX public.finding_workstation ATTACH PARTITION public.finding_3_workstation_idx;
ALTER INDEX public.finding_pkey ATTACH PARTITION public.finding_4_pkey;
ALTER INDEX public.finding_workstation ATTACH PARTITION public.finding_4_workstation_idx;
ALTER INDEX public.finding_pkey ATTACH PARTITION public.finding_5_pkey;
ALTER INDEX public.finding_workstation ATTACH PARTITION public.finding_5_workstation_idx;
ALTER INDEX public.finding_pkey ATTACH PARTITION public.finding_6_pkey;
ALTER INDEX public.finding_workstation ATTACH PARTITION public.finding_6_workstation_idx;
ALTER INDEX public.finding_pkey ATTACH PARTITION public.finding_7_pkey;
ALTER INDEX public.finding_workstation ATTACH PARTITION public.finding_7_workstation_idx;
ALTER INDEX public.tie_mailbox ATTACH PARTITION public.tie_0_mailbox_idx;
ALTER INDEX public.tie_pkey ATTACH PARTITION public.tie_0_pkey;
ALTER INDEX public.tie_scan ATTACH PARTITION public.tie_0_scan_idx;
ALTER INDEX public.tie_mailbox ATTACH PARTITION public.tie_1_mailbox_idx;
ALTER INDEX public.tie_pkey ATTACH PARTITION public.tie_1_pkey;
ALTER INDEX public.tie_scan ATTACH PARTITION public.tie_1_scan_idx;
ALTER INDEX public.tie_mailbox ATTACH PARTITION public.tie_2_mailbox_idx;
ALTER INDEX public.tie_pkey ATTACH PARTITION public.tie_2_pkey;
ALTER INDEX public.tie_scan ATTACH PARTITION public.tie_2_scan_idx;
ALTER INDEX public.tie_mailbox ATTACH PARTITION public.tie_3_mailbox_idx;
ALTER INDEX public.tie_pkey ATTACH PARTITION public.tie_3_pkey;
ALTER INDEX public.tie_scan ATTACH PARTITION public.tie_3_scan_idx;
ALTER INDEX public.tie_mailbox ATTACH PARTITION public.tie_4_mailbox_idx;
ALTER INDEX public.tie_pkey ATTACH PARTITION public.tie_4_pkey;
ALTER INDEX public.tie_scan ATTACH PARTITION public.tie_4_scan_idx;
ALTER INDEX public.tie_mailbox ATTACH PARTITION public.tie_5_mailbox_idx;
ALTER INDEX public.tie_pkey ATTACH PARTITION public.tie_5_pkey;
ALTER INDEX public.tie_scan ATTACH PARTITION public.tie_5_scan_idx;
ALTER INDEX public.tie_mailbox ATTACH PARTITION public.tie_6_mailbox_idx;
ALTER INDEX public.tie_pkey ATTACH PARTITION public.tie_6_pkey;
ALTER INDEX public.tie_scan ATTACH PARTITION public.tie_6_scan_idx;
ALTER INDEX public.tie_mailbox ATTACH PARTITION public.tie_7_mailbox_idx;
ALTER INDEX public.tie_pkey ATTACH PARTITION public.tie_7_pkey;
ALTER INDEX public.tie_scan ATTACH PARTITION public.tie_7_scan_idx;
