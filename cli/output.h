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

#endif
