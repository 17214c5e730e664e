# fish completion from facts: see cli/completion.
function quoted(s)
{
	gsub(/[\\']/, "\\\\&", s)
	return "'" s "'"
}
$1 == "command" {
	if (!n++) {
		print "# fish completion for tidemark; made from the program's own help"
		print "complete -c tidemark -n __fish_use_subcommand -f"
	}
	print "complete -c tidemark -n __fish_use_subcommand -a " $2 " -d " quoted($3)
	print "complete -c tidemark -n '__fish_seen_subcommand_from help' -f -a " $2
}
$1 == "option" {
	line = "complete -c tidemark -n '__fish_seen_subcommand_from " $2 "' -l " \
		substr($3, 3) " -d " quoted($6)
	if ($5 != "-")
		line = line " -x -a " quoted($5)
	else if ($3 == "--target") {
		held[++k] = line
		next
	} else if ($4 ~ /FILE|WHERE/)
		line = line " -r"
	else if ($4 != "-")
		line = line " -x"
	print line
}
$1 == "targets" {
	for (i = 1; i <= k; i++)
		print held[i] " -r -a " quoted($2)
	print "complete -c tidemark -n '__fish_seen_subcommand_from targets' -f -a " quoted($2)
}
