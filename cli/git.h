/*
 * What git knows: blobs of a revision, as they would be checked out.
 *
 * The program `git` does the work, in the directory that is given; nothing
 * passes through a shell.
 */
#ifndef CLI_GIT_H
#define CLI_GIT_H

#include "base/diag.h"
#include "base/str.h"

/*
 * The commit at which REVISION and HEAD parted, or REVISION's own where they
 * share none.  ERR_USAGE when there is no such revision or no repository.
 */
enum status git_merge_base(const char *directory, const char *revision,
			   const char **commit, struct diags *);

/*
 * The file PATH of a commit, through git's filters, so that large files kept
 * elsewhere come as themselves.  PATH is relative to the top of the work
 * tree, or to the directory when it starts with "./".  NO when the commit has
 * no such file.
 */
enum status git_file(const char *directory, const char *commit, const char *path,
		     struct text *, struct diags *);

#endif
