#!/bin/sh
# The manual page knows each command and each option that the program has.
set -eu
page=docs/tidemark.1.in
missing=
commands=$("$B/tidemark" --help | sed -n 's/^  \([a-z][a-z-]*\)  .*/\1/p')
[ -n "$commands" ] || { echo "--help lists no command"; exit 1; }
for command in $commands; do
	grep -q "^\.It Cm $command\b" $page || missing="$missing $command"
	for option in $("$B/tidemark" "$command" --help | sed -n 's/^  --\([a-z][a-z-]*\).*/\1/p'); do
		grep -q "^\.It.*Fl Fl $option\b" $page || missing="$missing --$option"
	done
done
missing=$(echo $missing | tr ' ' '\n' | sort -u | tr '\n' ' ')
[ -z "${missing% }" ] || { echo "not in $page: $missing"; exit 1; }
