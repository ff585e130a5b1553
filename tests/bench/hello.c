/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The floor for the collector: libmicrohttpd alone, over the same TLS, reads a
 * body and says hello.  hello CERT KEY THREADS: prints its port, ends with
 * standard input.
 */
#include <microhttpd.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

static char *
slurp(const char *path)
{
	static char text[2][65536];
	static int n;
	FILE *file = fopen(path, "r");
	char *out = text[n++];
	if (!file || !fread(out, 1, sizeof text[0] - 1, file))
		exit(1);
	fclose(file);
	return out;
}

static enum MHD_Result
answer(void *cls, struct MHD_Connection *connection, const char *url, const char *method, const char *version, const char *bytes,
    size_t *n_bytes, void **own)
{
	static int seen;
	(void)cls, (void)url, (void)method, (void)version, (void)bytes;
	if (!*own) {
		*own = &seen;
		return MHD_YES;
	}
	if (*n_bytes) {
		*n_bytes = 0;
		return MHD_YES;
	}
	struct MHD_Response *response = MHD_create_response_from_buffer(6, (void *)(size_t)"hello\n", MHD_RESPMEM_PERSISTENT);
	enum MHD_Result result = MHD_queue_response(connection, 200, response);
	MHD_destroy_response(response);
	return result;
}

int
main(int argc, char **argv)
{
	struct sockaddr_in at = { .sin_family = AF_INET, .sin_addr = { htonl(INADDR_LOOPBACK) } };
	if (argc != 4)
		return 64;
	struct MHD_Daemon *daemon = MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_TLS, 0, NULL, NULL, answer, NULL,
	    MHD_OPTION_SOCK_ADDR, (struct sockaddr *)&at, MHD_OPTION_HTTPS_MEM_CERT, slurp(argv[1]), MHD_OPTION_HTTPS_MEM_KEY, slurp(argv[2]),
	    MHD_OPTION_THREAD_POOL_SIZE, (unsigned)atoi(argv[3]), MHD_OPTION_END);
	if (!daemon)
		return 1;
	printf("%d\n", MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT)->port);
	fflush(stdout);
	while (getchar() != EOF)
		;
	MHD_stop_daemon(daemon);
	return 0;
}
