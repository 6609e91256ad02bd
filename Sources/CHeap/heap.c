#define _DEFAULT_SOURCE

#include "heap.h"

#include <malloc.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

static const uintptr_t step = 16 << 20;
static const uintptr_t large_page = 2 << 20;

void heap_grow_in_large_steps(void) {
    mallopt(M_ARENA_MAX, 1);
    mallopt(M_TOP_PAD, (int)step);
    // Blocks up to this size come from the heap, and one of half of it is more than is left: the first step.
    mallopt(M_MMAP_THRESHOLD, 1 << 20);
    void *volatile block = malloc(512 << 10);
    free(block);
    uintptr_t end = (uintptr_t)sbrk(0) / large_page * large_page;
    uintptr_t start = (end - step) / large_page * large_page;
    // What lies before the heap is not mapped, and passed over.
    madvise((void *)start, end - start, MADV_HUGEPAGE);
}
