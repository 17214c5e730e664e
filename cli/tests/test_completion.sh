#!/bin/sh
# Completion knows each command, each option of the table, and the words they take: in
# the scripts of all three shells, and as those shells that are installed read them.
set -eu
script=$B/tidemark.bash
passed=0 failed=0

has() # NAME COMMAND...
{
	name=$1
	shift
	if "$@"; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "failed: $name"
	fi
}

options() # COMMAND
{
	"$B/tidemark" "$1" --help | sed -n 's/^  --\([a-z][a-z-]*\).*/\1/p'
}

# What the scripts say, by the table.
zsh_lists() # COMMAND OPTION
{
	sed -n "/^	$1)$/,/^		;;$/p" "$B/tidemark.zsh" | grep -q -e "'\*--$2[=[]"
}
fish_lists()
{
	grep -q "seen_subcommand_from $1' -l $2 " "$B/tidemark.fish"
}
bash_lists()
{
	grep -q "^	$1) options=\"\([^\"]* \)*--$2[ \"]" "$script"
}

# The same, by the shells.
zsh_offers() # COMMAND
{
	zsh -fc "compdef() {}; _describe() {}; _arguments() print -l -- \"\$@\"
		. '$B/tidemark.zsh'
		words=(tidemark $1 --) CURRENT=3
		_tidemark" | sed -n "s/^\*--\([a-z-]*\).*/\1/p"
}
fish_offers()
{
	fish -c ". '$B/tidemark.fish'; complete -C 'tidemark $1 --'" |
		sed -n 's/^--\([a-z-]*\).*/\1/p'
}

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
for command in $commands; do
	for option in $(options "$command"); do
		for shell in bash zsh fish; do
			has "$shell: $command --$option" ${shell}_lists "$command" "$option"
		done
	done
	for shell in zsh fish; do
		! command -v $shell >/dev/null ||
			has "$shell offers the options of $command" \
				[ "$(${shell}_offers "$command" | sort)" = \
					"$(options "$command" | sort)" ]
	done
done
if command -v bash >/dev/null; then
	offers tidemark '' / $commands
	for command in $commands; do
		offers tidemark "$command" -- / $(options "$command" | sed 's/^/--/')
	done
	offers tidemark plan --level '' / ops inplace fused
	offers tidemark plan --level = f / fused
	offers tidemark plan --level = / ops inplace fused
	offers tidemark sweep model.onnx --target nv / nvidia-t4
	offers tidemark targets esp / esp32-s3
	offers tidemark inspect --format '' / text json csv
	offers tidemark help pl / plan place
fi
echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
