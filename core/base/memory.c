/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/memory.h"

#include <stdlib.h>

bool
memory_open(struct memory *memory)
{
	*memory = (struct memory){ 0 };
	memory->file = open_memstream(&memory->bytes, &memory->n);
	return memory->file != NULL;
}

bool
memory_close(struct memory *memory)
{
	bool ok = !ferror(memory->file);
	ok = fclose(memory->file) == 0 && ok && memory->bytes;
	if (!ok) {
		free(memory->bytes);
		memory->bytes = NULL;
	}
	memory->file = NULL;
	return ok;
}
