#!/bin/sh
# What is installed must serve: each header compiles on its own with the flags of
# pkg-config, a program links and runs, and nothing stays after uninstall.
set -eu
if grep -q '^SANITIZE = .' "$B/config.mk"; then
	echo "a sanitized library links only with its own flags"
	exit 77
fi
unset MAKEFLAGS MFLAGS
prefix=$(mktemp -d)
trap 'rm -rf "$prefix"' EXIT
make -s B="$B" PREFIX="$prefix" install
export PKG_CONFIG_PATH="$prefix/lib/pkgconfig"
cc=$(sed -n 's/^CC = //p' "$B/config.mk")

(cd "$prefix/include/tidemark" && for header in */*.h; do
	echo "#include \"$header\"" |
		$cc -std=c11 -D_GNU_SOURCE -Wall -Werror $(pkg-config --cflags tidemark) \
			-fsyntax-only -x c - || exit 1
done)
cat >"$prefix/user.c" <<'END'
#include "base/arena.h"
#include "base/str.h"

#include <setjmp.h>
#include <stdio.h>

int
main(void)
{
	jmp_buf trap;
	struct arena *arena;
	struct text text;

	if (setjmp(trap) != 0)
		return 4;
	arena = arena_open(&trap, 0);
	text_open(&text, arena);
	text_printf(&text, "%d", 42);
	puts(text.s);
	arena_close(arena);
	return 0;
}
END
$cc -std=c11 $(pkg-config --cflags tidemark) -o "$prefix/user" "$prefix/user.c" \
	$(pkg-config --static --libs tidemark)
[ "$("$prefix/user")" = 42 ]
[ "$("$prefix/bin/tidemark" --version)" = "tidemark $(pkg-config --modversion tidemark)" ]

for file in share/man/man1/tidemark.1 share/bash-completion/completions/tidemark \
	share/zsh/site-functions/_tidemark share/fish/vendor_completions.d/tidemark.fish; do
	[ -s "$prefix/$file" ] || { echo "$file is not installed"; exit 1; }
done

rm "$prefix/user" "$prefix/user.c"
make -s B="$B" PREFIX="$prefix" uninstall
left=$(find "$prefix" -type f)
[ -z "$left" ] || { echo "left behind: $left"; exit 1; }
