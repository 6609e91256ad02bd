#ifndef CCMARK_SHIM_H
#define CCMARK_SHIM_H

// The two headers of cmark-gfm, in one module: the extensions have no pkg-config file of their own, so the module map
// names both libraries to the linker.

#include <cmark-gfm.h>
#include <cmark-gfm-extension_api.h>
#include <cmark-gfm-core-extensions.h>

// cmark allocates results with the allocator it was built with, so this and nothing else may free them.
static inline void ccmark_free(char *text) {
    cmark_get_default_mem_allocator()->free(text);
}

#endif
