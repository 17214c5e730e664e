/*
 * How a function says whether it did its work.
 *
 * The values are the program's exit codes, so that nothing translates them.
 */
#ifndef BASE_STATUS_H
#define BASE_STATUS_H

enum status {
	OK = 0,
	NO = 1,           /* the question was understood and the answer is no */
	ERR_USAGE = 2,    /* the options or the configuration are wrong */
	ERR_INPUT = 3,    /* the model cannot be read or resolved */
	ERR_INTERNAL = 4, /* our fault, or a resource limit was reached */
};

/* Return from the calling function with the status of X unless X is OK. */
#define TRY(x)                                                                         \
	do {                                                                           \
		enum status try_status = (x);                                          \
		if (try_status != OK)                                                  \
			return try_status;                                             \
	} while (0)

#endif
