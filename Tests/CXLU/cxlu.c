#define _GNU_SOURCE
#include "cxlu.h"

#if !__has_include(<libxlutil.h>)
#error "libxlutil.h is missing: install libxen-dev, or leave REEVE_ORACLE unset"
#endif

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <libxlutil.h>

static FILE *nowhere(void)
{
    static FILE *file;
    if (!file)
        file = fopen("/dev/null", "w");
    return file;
}

cxlu_document *cxlu_read(const void *bytes, int length)
{
    XLU_Config *config = xlu_cfg_init(nowhere(), "test");

    if (!config)
        abort();
    if (xlu_cfg_readdata(config, bytes, length)) {
        xlu_cfg_destroy(config);
        return NULL;
    }
    return (cxlu_document *)config;
}

void cxlu_free(cxlu_document *document)
{
    xlu_cfg_destroy((XLU_Config *)document);
}

int cxlu_survives(const void *bytes, int length)
{
    int status;
    pid_t child = fork();

    if (child < 0)
        abort();
    if (child == 0) {
        // What an assertion has to say is of no interest, nor a report of the crash.
        close(STDERR_FILENO);
        signal(SIGABRT, SIG_DFL);
        _exit(cxlu_read(bytes, length) ? 1 : 0);
    }
    if (waitpid(child, &status, 0) != child)
        abort();
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void write_value(FILE *out, const XLU_Config *config, XLU_ConfigValue *value)
{
    char *text;
    XLU_ConfigList *list;
    XLU_ConfigValue *element;

    if (xlu_cfg_value_type(value) == XLU_STRING) {
        if (xlu_cfg_value_get_string(config, value, &text, 1))
            abort();
        fprintf(out, "\"%zu:%s", strlen(text), text);
        return;
    }
    if (xlu_cfg_value_get_list(config, value, &list, 1))
        abort();
    fputc('[', out);
    for (int index = 0; (element = xlu_cfg_get_listitem2(list, index)); index++)
        write_value(out, config, element);
    fputc(']', out);
}

char *cxlu_value(const cxlu_document *document, const char *key, size_t *length)
{
    const XLU_Config *config = (const XLU_Config *)document;
    const char *text;
    XLU_ConfigList *list;
    int count;
    char *result;
    FILE *out;

    if (!xlu_cfg_get_string(config, key, &text, 1)) {
        int written = asprintf(&result, "\"%zu:%s", strlen(text), text);
        if (written < 0)
            abort();
        *length = written;
        return result;
    }
    if (xlu_cfg_get_list(config, key, &list, &count, 1))
        return NULL;
    out = open_memstream(&result, length);
    if (!out)
        abort();
    fputc('[', out);
    for (int index = 0; index < count; index++)
        write_value(out, config, xlu_cfg_get_listitem2(list, index));
    fputc(']', out);
    fclose(out);
    return result;
}

int cxlu_long(const cxlu_document *document, const char *key, long *value)
{
    return xlu_cfg_get_long((const XLU_Config *)document, key, value, 1);
}
