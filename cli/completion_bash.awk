# bash completion from facts: see cli/completion.
$1 == "command" {
	commands = commands (commands ? " " : "") $2
	name[++n] = $2
}
$1 == "option" {
	options[$2] = options[$2] (options[$2] ? " " : "") $3
	if ($5 != "-")
		words = words "\t" $2 ":" $3 ") words=\"" $5 "\" ;;\n"
}
$1 == "targets" { targets = $2 }
END {
	print "# bash completion for tidemark; made from the program's own help"
	print "_tidemark()"
	print "{"
	print "	local current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]}"
	print "	local options= words="
	print "	COMPREPLY=()"
	print "	# --level=fused comes as three words"
	print "	if [ \"$current\" = = ]; then"
	print "		current="
	print "	elif [ \"$before\" = = ]; then"
	print "		before=${COMP_WORDS[COMP_CWORD-2]}"
	print "	fi"
	print "	if [ \"$COMP_CWORD\" -eq 1 ]; then"
	print "		COMPREPLY=($(compgen -W \"" commands " help --help --version\" -- \"$current\"))"
	print "		return"
	print "	fi"
	print "	case ${COMP_WORDS[1]}:$before in"
	print "	help:*) words=\"" commands "\" ;;"
	print "	*:--target | targets:targets) words=\"" targets "\" ;;"
	printf "%s", words
	print "	esac"
	print "	case ${COMP_WORDS[1]} in"
	for (i = 1; i <= n; i++)
		print "	" name[i] ") options=\"" options[name[i]] "\" ;;"
	print "	esac"
	print "	case $current in"
	print "	-*) words=$options ;;"
	print "	esac"
	print "	COMPREPLY=($(compgen -W \"$words\" -- \"$current\"))"
	print "}"
	print "# where nothing is known, a file"
	print "complete -o default -F _tidemark tidemark"
}
