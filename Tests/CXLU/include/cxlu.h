// libxlutil's configuration parser, in a shape that Swift can call. For tests and benchmarks only.
#ifndef CXLU_H
#define CXLU_H

#include <stddef.h>

typedef struct cxlu_document cxlu_document;

// Reads a text; NULL when libxlutil refuses it. Its messages are thrown away.
cxlu_document *cxlu_read(const void *bytes, int length);
void cxlu_free(cxlu_document *document);

// Reads a text in a child process: 1 taken, 0 refused, -1 the child was killed (libxlutil aborts on some texts).
int cxlu_survives(const void *bytes, int length);

// A key's value in a form to compare: an atom is `"LENGTH:BYTES`, a list is `[` its elements `]`.
// NULL when the key has no value. To be freed with free(3).
char *cxlu_value(const cxlu_document *document, const char *key, size_t *length);

// xlu_cfg_get_long: 0 or an errno.
int cxlu_long(const cxlu_document *document, const char *key, long *value);

#endif
