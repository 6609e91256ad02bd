#define _GNU_SOURCE

#include "heap.h"

#include <malloc.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#ifndef MADV_POPULATE_WRITE
#define MADV_POPULATE_WRITE 23
#endif

static const uintptr_t step = 16 << 20;
static const uintptr_t large_page = 2 << 20;

/// The first step, in whole large pages; both zero until the heap has grown by it.
static uintptr_t first_page, last_page;

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
    first_page = start;
    last_page = end;
}

/// Has the system fill the pages one by one, so that whoever needs one meanwhile waits for one at most.
static void *fill(void *unused) {
    (void)unused;
    for (uintptr_t page = first_page; page < last_page; page += large_page) {
        // A kernel before 5.14 knows no such advice, and what is not mapped is passed over.
        madvise((void *)page, large_page, MADV_POPULATE_WRITE);
    }
    return NULL;
}

void heap_fill_ahead(void) {
    pthread_t thread;
    if (first_page != last_page && pthread_create(&thread, NULL, fill, NULL) == 0) pthread_detach(thread);
}
