#ifndef CPOSTGRES_SHIM_H
#define CPOSTGRES_SHIM_H

#include <libpq-fe.h>

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
