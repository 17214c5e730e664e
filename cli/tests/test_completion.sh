#!/bin/sh
# Completion knows each command, each option of the table, and the words they take.
set -eu
command -v bash >/dev/null || { echo "bash is not installed"; exit 77; }
script=$B/tidemark.bash
passed=0 failed=0

# offers WORD... / WANTED...: what is offered for the last word has all that is wanted.
offers()
{
	line= found=
	while [ "$1" != / ]; do
		line="$line '$1'"
		shift
	done
	shift
	found=" $(bash -c ". '$script'
		COMP_WORDS=($line) COMP_CWORD=\$((\${#COMP_WORDS[@]} - 1))
		_tidemark
		echo \${COMPREPLY[@]}") "
	for wanted; do
		case $found in
		*" $wanted "*) passed=$((passed + 1)) ;;
		*)
			failed=$((failed + 1))
			echo "failed: $line offers '$found', without $wanted"
			;;
		esac
	done
}

commands=$(sed -n 's/^COMMAND(\([a-z]*\),.*/\1/p' cli/commands.def)
[ -n "$commands" ] || { echo "cli/commands.def has another form"; exit 1; }
offers tidemark '' / $commands
for command in $commands; do
	offers tidemark "$command" -- / \
		$("$B/tidemark" "$command" --help | sed -n 's/^  \(--[a-z][a-z-]*\).*/\1/p')
done
offers tidemark plan --level '' / ops inplace fused
offers tidemark plan --level = f / fused
offers tidemark plan --level = / ops inplace fused
offers tidemark sweep model.onnx --target nv / nvidia-t4
offers tidemark targets esp / esp32-s3
offers tidemark inspect --format '' / text json csv
offers tidemark help pl / plan place
echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
