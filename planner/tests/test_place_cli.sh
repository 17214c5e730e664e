#!/bin/sh
# tidemark place: the staircase, one size, several problems, and refusals.
set -u
t=$(mktemp -d) || exit 1
trap 'rm -rf "$t"' EXIT
bad=0

# expect WANTED COMMAND...: the status, and then grep for the rest in $t/out.
expect()
{
	wanted=$1
	shift
	"$@" >"$t/out" 2>"$t/err"
	got=$?
	[ "$got" -eq "$wanted" ] || { echo "$*: status $got, wanted $wanted"; cat "$t/err"; bad=1; }
}
says()
{
	grep -qF -- "$1" "$t/$2" || { echo "missing in $2: $1"; cat "$t/$2"; bad=1; }
}

cat >"$t/skip.json" <<'END'
{"steps": 3, "window": 0, "values": [
 {"name": "in", "size": 10, "def": -1, "uses": [0], "output": false},
 {"name": "a", "size": 100, "def": 0, "uses": [1, 2], "output": false},
 {"name": "b", "size": 80, "def": 1, "uses": [2], "output": false},
 {"name": "out", "size": 50, "def": 2, "uses": [], "output": true}], "inplace": []}
END
place="$B/tidemark place"

expect 0 $place "$t/skip.json" --format json
says '"curve":[{"sram":180,"dram_bytes":60,"optimal":true' out
says '{"sram":100,"dram_bytes":220,"optimal":true' out
says '{"sram":0,"dram_bytes":520,"optimal":true' out
expect 0 $place "$t/skip.json" --sram 179 --format json
says '"sram":179,"feasible":true,"optimal":true,"dram_bytes":220,"lower_bound":220' out
says '{"name":"a","resident":[[0,1],[1,2]]},{"name":"b","resident":[]}' out
expect 0 $place "$t/skip.json" --sram 179
says 'not resident: b, steps 1 to 2' out

# With windows there is a least size; below it the answer is no.
sed 's/"window": 0/"window": 8/' "$t/skip.json" >"$t/window.json"
expect 1 $place "$t/window.json" --sram 23 --format json
says '"feasible":false' out
says '"needed":24' out
expect 0 $place "$t/window.json" --sram 24

# Several files, and several problems in one.
tr -d '\n' <"$t/skip.json" >"$t/two.jsonl"
echo >>"$t/two.jsonl"
tr -d '\n' <"$t/window.json" >>"$t/two.jsonl"
expect 0 $place "$t/two.jsonl" "$t/skip.json" --format json
[ "$(wc -l <"$t/out")" -eq 3 ] || { echo "three answers wanted"; bad=1; }
expect 0 $place - --format json <"$t/skip.json"

# Strangers' files.
echo '{"steps": 3}' >"$t/a.json"
expect 3 $place "$t/a.json"
says 'values is not a list' err
echo '{"steps": 3, "values": [{"size": 9, "def": 0, "uses": [7]}]}' >"$t/a.json"
expect 3 $place "$t/a.json"
says 'outside the schedule' err
echo '{"steps": 3, "values": [{"size": 9223372036854775807, "def": 0, "uses": [1]}]}' >"$t/a.json"
expect 3 $place "$t/a.json"
printf '{"steps": 3,\n "values": [}' >"$t/a.json"
expect 3 $place "$t/a.json"
says 'line 2' err
: >"$t/a.json"
expect 3 $place "$t/a.json"
expect 3 $place "$t/none.json"
exit $bad
