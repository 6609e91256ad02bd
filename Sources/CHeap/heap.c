#define _DEFAULT_SOURCE

#include "heap.h"

#include <malloc.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

static const uintptr_t step = 16 << 20;
static const uintptr_t large_page = 2 << 20;

/// The whole large pages of the heap's first step; both zero until it has grown.
static uintptr_t first_page, last_page;

void heap_grow_in_large_steps(void) {
    mallopt(M_ARENA_MAX, 1);
    mallopt(M_TOP_PAD, (int)step);
    // Blocks up to this size come from the heap, and one of half of it is more than is left: the first step.
    mallopt(M_MMAP_THRESHOLD, 1 << 20);
    uintptr_t before = (uintptr_t)sbrk(0);
    void *volatile block = malloc(512 << 10);
    free(block);
    uintptr_t end = (uintptr_t)sbrk(0) / large_page * large_page;
    uintptr_t start = (before + large_page - 1) / large_page * large_page;
    if (start >= end || madvise((void *)start, end - start, MADV_HUGEPAGE) != 0) return;
    first_page = start;
    last_page = end;
}

/// Touches every page without changing what others may be writing there.
static void *fetch(void *unused) {
    (void)unused;
    for (uintptr_t page = first_page; page < last_page; page += large_page) {
        // Volatile, since a compiler makes a mere reading, or nothing, of a write that changes nothing.
        __atomic_fetch_or((volatile unsigned char *)page, 0, __ATOMIC_RELAXED);
    }
    return NULL;
}

void heap_fetch_ahead(void) {
    pthread_t thread;
    if (first_page != last_page && pthread_create(&thread, NULL, fetch, NULL) == 0) pthread_detach(thread);
}
