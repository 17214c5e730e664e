# For a script of checks that reads it: a folder that goes with it, and checks that
# are counted and end the script when one fails.
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
passed=0

# says NAME COMMAND...: one check, by its exit status.
says()
{
	name=$1
	shift
	if "$@"; then
		passed=$((passed + 1))
	else
		echo "failed: $name"
		exit 1
	fi
}
