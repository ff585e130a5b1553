/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * base/memory.h where streams are files only: one without a name that other
 * users could open, and that is gone once it is closed.
 */
#include "base/memory.h"

#include <stdlib.h>

bool
memory_open(struct memory *memory)
{
	*memory = (struct memory){ .file = tmpfile() };
	return memory->file != NULL;
}

bool
memory_close(struct memory *memory)
{
	bool ok = fflush(memory->file) == 0 && !ferror(memory->file) && fseek(memory->file, 0, SEEK_END) == 0;
	long end = ok ? ftell(memory->file) : -1;
	memory->bytes = end >= 0 ? malloc((size_t)end + 1) : NULL;
	ok = memory->bytes && fseek(memory->file, 0, SEEK_SET) == 0 && fread(memory->bytes, 1, (size_t)end, memory->file) == (size_t)end;
	if (ok) {
		memory->n = (size_t)end;
		memory->bytes[end] = 0;
	} else {
		free(memory->bytes);
		memory->bytes = NULL;
	}
	fclose(memory->file);
	memory->file = NULL;
	return ok;
}
