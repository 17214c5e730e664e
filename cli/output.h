/*
 * Where text leaves the program.
 */
#ifndef CLI_OUTPUT_H
#define CLI_OUTPUT_H

#include "cli/command.h"

/*
 * Prints the messages on standard error and the answer on standard output.
 * Returns the status, or ERR_INTERNAL when the answer could not be written.
 */
enum status output_print(struct request *, enum status);

/* Writes a whole file, by way of a new one that replaces it. */
enum status output_file(const char *path, const char *s, size_t n, struct diags *);

#endif
