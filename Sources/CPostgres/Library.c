// The functions of libpq that are called, under their own names; each passes its call on.

#include "CPostgres.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stddef.h>

// Every function that is passed on: what it answers, its name, its parameters, and the arguments passed on.
#define FUNCTIONS(X) \
    X(PQconninfoOption *, PQconninfoParse, (const char *text, char **message), (text, message)) \
    X(void, PQconninfoFree, (PQconninfoOption *options), (options)) \
    X(PGconn *, PQconnectStartParams, (const char *const *keywords, const char *const *values, int expands), \
      (keywords, values, expands)) \
    X(PostgresPollingStatusType, PQconnectPoll, (PGconn *connection), (connection)) \
    X(void, PQfinish, (PGconn *connection), (connection)) \
    X(ConnStatusType, PQstatus, (const PGconn *connection), (connection)) \
    X(PGTransactionStatusType, PQtransactionStatus, (const PGconn *connection), (connection)) \
    X(int, PQserverVersion, (const PGconn *connection), (connection)) \
    X(char *, PQerrorMessage, (const PGconn *connection), (connection)) \
    X(int, PQsocket, (const PGconn *connection), (connection)) \
    X(PGVerbosity, PQsetErrorVerbosity, (PGconn *connection, PGVerbosity verbosity), (connection, verbosity)) \
    X(PQnoticeProcessor, PQsetNoticeProcessor, (PGconn *connection, PQnoticeProcessor process, void *context), \
      (connection, process, context)) \
    X(int, PQsetnonblocking, (PGconn *connection, int value), (connection, value)) \
    X(int, PQenterPipelineMode, (PGconn *connection), (connection)) \
    X(int, PQpipelineSync, (PGconn *connection), (connection)) \
    X(int, PQsendPrepare, \
      (PGconn *connection, const char *name, const char *sql, int count, const Oid *types), \
      (connection, name, sql, count, types)) \
    X(int, PQsendQueryPrepared, \
      (PGconn *connection, const char *name, int count, const char *const *values, const int *lengths, \
       const int *formats, int format), \
      (connection, name, count, values, lengths, formats, format)) \
    X(int, PQconsumeInput, (PGconn *connection), (connection)) \
    X(int, PQisBusy, (PGconn *connection), (connection)) \
    X(int, PQflush, (PGconn *connection), (connection)) \
    X(PGresult *, PQgetResult, (PGconn *connection), (connection)) \
    X(PGnotify *, PQnotifies, (PGconn *connection), (connection)) \
    X(char *, PQescapeIdentifier, (PGconn *connection, const char *text, size_t length), (connection, text, length)) \
    X(void, PQfreemem, (void *pointer), (pointer)) \
    X(ExecStatusType, PQresultStatus, (const PGresult *result), (result)) \
    X(char *, PQresultErrorField, (const PGresult *result, int field), (result, field)) \
    X(int, PQntuples, (const PGresult *result), (result)) \
    X(char *, PQcmdStatus, (PGresult *result), (result)) \
    X(char *, PQcmdTuples, (PGresult *result), (result)) \
    X(int, PQgetisnull, (const PGresult *result, int row, int column), (result, row, column)) \
    X(char *, PQgetvalue, (const PGresult *result, int row, int column), (result, row, column)) \
    X(int, PQgetlength, (const PGresult *result, int row, int column), (result, row, column)) \
    X(void, PQclear, (PGresult *result), (result))

static struct {
#define MEMBER(answer, name, parameters, arguments) __typeof__(&name) name;
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
    void *handle = dlopen("libpq.so.5", RTLD_NOW | RTLD_LOCAL);
    if (!handle) {
        keep_fault();
        return;
    }
#define FIND(answer, name, parameters, arguments) \
    if (!(library.name = (__typeof__(&name))dlsym(handle, #name))) { \
        keep_fault(); \
        return; \
    }
    FUNCTIONS(FIND)
#undef FIND
}

const char *cpostgres_fault(void) {
    pthread_once(&once, load);
    return fault[0] ? fault : NULL;
}

#define PASS(answer, name, parameters, arguments) \
    answer name parameters { return library.name arguments; }
FUNCTIONS(PASS)
