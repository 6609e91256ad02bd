#ifndef PLACARD_HEAP_H
#define PLACARD_HEAP_H

/// Has the heap grow in large steps from now on; what the system refuses stays as it was.
///
/// By default every thread grows an area of its own, one page and one system call after the other, and each page costs
/// a fault when it is first touched: with fifty postings under way that was a fifth of the processor's time. One area
/// that grows by much at a time, in large pages where the system has them, costs nearly none of it. To be called while
/// there is one thread.
void heap_grow_in_large_steps(void);

/// Has a thread of its own fetch the pages of the heap's first step from the system, before they are needed.
///
/// A large page is cleared when it is first touched, and that takes as long as making several ads; it happened inside
/// malloc, where every other thread then waited. To be called once, after the heap has grown.
void heap_fetch_ahead(void);

#endif
