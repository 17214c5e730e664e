# zsh completion from facts: see cli/completion.
function quoted(s) # inside '...'
{
	gsub(/'/, "'\\''", s)
	return s
}
function plain(s) # in a description, [ ] and : are no punctuation
{
	gsub(/\\/, "\\\\", s)
	gsub(/\[/, "\\[", s)
	gsub(/\]/, "\\]", s)
	gsub(/:/, "\\:", s)
	return quoted(s)
}
$1 == "command" {
	name[++n] = $2
	commands = commands "\t\t'" $2 ":" quoted($3) "'\n"
}
$1 == "option" {
	spec = "\t\t\t'*" $3 ($4 == "-" ? "" : "=") "[" plain($6) "]"
	if ($4 != "-") {
		spec = spec ":" plain($4) ":"
		if ($5 != "-")
			spec = spec "(" $5 ")"
		else if ($3 == "--target")
			spec = spec "(TARGETS)"
		else if ($4 ~ /FILE|WHERE/)
			spec = spec "_files"
		else
			spec = spec " "
	}
	options[$2] = options[$2] spec "' \\\n"
}
$1 == "targets" { targets = $2 }
END {
	print "#compdef tidemark"
	print "# zsh completion for tidemark; made from the program's own help"
	print "_tidemark()"
	print "{"
	print "	local -a commands"
	print "	commands=("
	printf "%s", commands
	print "	)"
	print "	if (( CURRENT == 2 )); then"
	print "		_describe command commands"
	print "		return"
	print "	fi"
	print "	local command=$words[2]"
	print "	shift words"
	print "	(( CURRENT-- ))"
	print "	case $command in"
	print "	help) _describe command commands ;;"
	for (i = 1; i <= n; i++) {
		specs = options[name[i]]
		gsub(/\(TARGETS\)/, "(" targets ")", specs)
		print "	" name[i] ")"
		print "		_arguments \\"
		printf "%s", specs
		if (name[i] == "targets")
			print "			'*:target:(" targets ")'"
		else
			print "			'*:file:_files'"
		print "		;;"
	}
	print "	esac"
	print "}"
	print "if [ \"$funcstack[1]\" = _tidemark ]; then"
	print "	_tidemark \"$@\""
	print "else"
	print "	compdef _tidemark tidemark"
	print "fi"
}
