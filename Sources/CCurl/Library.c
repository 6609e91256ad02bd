// The functions of libcurl that are called, under their own names; each passes its call on.
//
// Without the library a function that makes something returns NULL, and one that returns a code says that libcurl
// could not be started; `ccurl_fault` tells why.

#define CURL_DISABLE_TYPECHECK
#include "CCurl.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdarg.h>
#include <stddef.h>

#undef curl_easy_setopt
#undef curl_easy_getinfo
#undef curl_multi_setopt

// Every function that is passed on, and what it is called in the library.
#define FUNCTIONS(X) \
    X(global_init) X(free) \
    X(easy_init) X(easy_cleanup) X(easy_reset) X(easy_setopt) X(easy_getinfo) X(easy_strerror) \
    X(multi_init) X(multi_cleanup) X(multi_add_handle) X(multi_remove_handle) X(multi_perform) X(multi_poll) \
    X(multi_wakeup) X(multi_info_read) X(multi_setopt) \
    X(slist_append) X(slist_free_all) \
    X(url) X(url_cleanup) X(url_set) X(url_get) X(url_strerror)

static struct {
#define MEMBER(name) __typeof__(&curl_##name) name;
    FUNCTIONS(MEMBER)
#undef MEMBER
} library;

static char fault[256];
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void keep_fault(void) {
    const char *text = dlerror();
    size_t length = 0;
    if (!text) text = "the loader gives no reason";
    for (; text[length] && length + 1 < sizeof fault; length++) fault[length] = text[length];
    fault[length] = 0;
}

static void load(void) {
    void *handle = dlopen("libcurl.so.4", RTLD_NOW | RTLD_LOCAL);
    if (!handle) {
        keep_fault();
        return;
    }
#define FIND(name) \
    if (!(library.name = (__typeof__(&curl_##name))dlsym(handle, "curl_" #name))) { \
        keep_fault(); \
        return; \
    }
    FUNCTIONS(FIND)
#undef FIND
}

const char *ccurl_fault(void) {
    pthread_once(&once, load);
    return fault[0] ? fault : NULL;
}

static int is_there(void) { return !ccurl_fault(); }

CURLcode curl_global_init(long flags) { return is_there() ? library.global_init(flags) : CURLE_FAILED_INIT; }

void curl_free(void *pointer) { if (is_there()) library.free(pointer); }

CURL *curl_easy_init(void) { return is_there() ? library.easy_init() : NULL; }

void curl_easy_cleanup(CURL *handle) { if (is_there()) library.easy_cleanup(handle); }

void curl_easy_reset(CURL *handle) { if (is_there()) library.easy_reset(handle); }

// Whatever an option takes, it is passed as one machine word: a long, an offset or a pointer.
_Static_assert(sizeof(long) == sizeof(void *) && sizeof(curl_off_t) == sizeof(void *), "one word for every option");

CURLcode curl_easy_setopt(CURL *handle, CURLoption option, ...) {
    va_list arguments;
    va_start(arguments, option);
    void *value = va_arg(arguments, void *);
    va_end(arguments);
    return is_there() ? library.easy_setopt(handle, option, value) : CURLE_FAILED_INIT;
}

CURLcode curl_easy_getinfo(CURL *handle, CURLINFO info, ...) {
    va_list arguments;
    va_start(arguments, info);
    void *value = va_arg(arguments, void *);
    va_end(arguments);
    return is_there() ? library.easy_getinfo(handle, info, value) : CURLE_FAILED_INIT;
}

const char *curl_easy_strerror(CURLcode code) { return is_there() ? library.easy_strerror(code) : fault; }

CURLM *curl_multi_init(void) { return is_there() ? library.multi_init() : NULL; }

CURLMcode curl_multi_cleanup(CURLM *multi) { return is_there() ? library.multi_cleanup(multi) : CURLM_INTERNAL_ERROR; }

CURLMcode curl_multi_add_handle(CURLM *multi, CURL *handle) {
    return is_there() ? library.multi_add_handle(multi, handle) : CURLM_INTERNAL_ERROR;
}

CURLMcode curl_multi_remove_handle(CURLM *multi, CURL *handle) {
    return is_there() ? library.multi_remove_handle(multi, handle) : CURLM_INTERNAL_ERROR;
}

CURLMcode curl_multi_perform(CURLM *multi, int *running) {
    return is_there() ? library.multi_perform(multi, running) : CURLM_INTERNAL_ERROR;
}

CURLMcode curl_multi_poll(CURLM *multi, struct curl_waitfd *extra, unsigned int count, int timeout, int *ready) {
    return is_there() ? library.multi_poll(multi, extra, count, timeout, ready) : CURLM_INTERNAL_ERROR;
}

CURLMcode curl_multi_wakeup(CURLM *multi) { return is_there() ? library.multi_wakeup(multi) : CURLM_INTERNAL_ERROR; }

CURLMsg *curl_multi_info_read(CURLM *multi, int *left) {
    return is_there() ? library.multi_info_read(multi, left) : NULL;
}

CURLMcode curl_multi_setopt(CURLM *multi, CURLMoption option, ...) {
    va_list arguments;
    va_start(arguments, option);
    void *value = va_arg(arguments, void *);
    va_end(arguments);
    return is_there() ? library.multi_setopt(multi, option, value) : CURLM_INTERNAL_ERROR;
}

struct curl_slist *curl_slist_append(struct curl_slist *list, const char *text) {
    return is_there() ? library.slist_append(list, text) : NULL;
}

void curl_slist_free_all(struct curl_slist *list) { if (is_there()) library.slist_free_all(list); }

CURLU *curl_url(void) { return is_there() ? library.url() : NULL; }

void curl_url_cleanup(CURLU *handle) { if (is_there()) library.url_cleanup(handle); }

CURLUcode curl_url_set(CURLU *handle, CURLUPart part, const char *text, unsigned int flags) {
    return is_there() ? library.url_set(handle, part, text, flags) : CURLUE_OUT_OF_MEMORY;
}

CURLUcode ccurl_url_get(CURLU *handle, CURLUPart part, char **text, unsigned int flags) {
    return is_there() ? library.url_get(handle, part, text, flags) : CURLUE_OUT_OF_MEMORY;
}

const char *curl_url_strerror(CURLUcode code) { return is_there() ? library.url_strerror(code) : fault; }
