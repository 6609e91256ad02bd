#ifndef CGUMBO_SHIM_H
#define CGUMBO_SHIM_H

#include <gumbo.h>

// Swift imports neither the constant struct of default options as a safe value nor the vector's untyped elements
// conveniently. These helpers name the element types; there is no other logic in this file.

// Parses a whole document and records no parse errors, which nobody reads and which could fill the memory.
static inline GumboOutput *cgumbo_parse(const char *text, size_t length) {
    GumboOptions options = kGumboDefaultOptions;
    options.max_errors = 0;
    return gumbo_parse_with_options(&options, text, length);
}

static inline void cgumbo_free(GumboOutput *output) {
    gumbo_destroy_output(&kGumboDefaultOptions, output);
}

static inline const GumboNode *cgumbo_child(const GumboVector *children, unsigned int index) {
    return (const GumboNode *)children->data[index];
}

static inline const char *cgumbo_attribute(const GumboElement *element, const char *name) {
    const GumboAttribute *attribute = gumbo_get_attribute(&element->attributes, name);
    return attribute ? attribute->value : NULL;
}

#endif
