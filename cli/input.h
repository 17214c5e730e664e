/*
 * Where text comes into the program.
 */
#ifndef CLI_INPUT_H
#define CLI_INPUT_H

#include "cli/command.h"

/* All of a file, or of standard input when the path is "-". */
enum status input_read(struct request *, const char *path, struct text *);

#endif
