#ifndef CPOSTGRES_H
#define CPOSTGRES_H

// Debian keeps the headers in a folder of their own.
#if __has_include(<postgresql/libpq-fe.h>)
#include <postgresql/libpq-fe.h>
#else
#include <libpq-fe.h>
#endif

// libpq is not linked: it is loaded at the first call, since it brings some twenty libraries along, and most ledgers
// are files. Library.c defines the functions that are called.

// Why libpq could not be loaded, in the loader's words; NULL when it is there. Loads it. Nothing else here may be
// called before this has answered NULL.
const char *cpostgres_fault(void);

// Letters by which libpq names the fields of an error. They are character constants in C's macros, which Swift does
// not import; there is no other logic in this file.
enum {
    CPOSTGRES_FIELD_SEVERITY = PG_DIAG_SEVERITY_NONLOCALIZED,
    CPOSTGRES_FIELD_STATE = PG_DIAG_SQLSTATE,
    CPOSTGRES_FIELD_MESSAGE = PG_DIAG_MESSAGE_PRIMARY,
    CPOSTGRES_FIELD_DETAIL = PG_DIAG_MESSAGE_DETAIL,
    CPOSTGRES_FIELD_TABLE = PG_DIAG_TABLE_NAME,
};

#endif
