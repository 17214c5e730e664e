#!/bin/sh
# Every row of the operator table is printed, in each format, with words alone.
set -eu
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
rows=$(cat analyzer/ops_*.def | grep -c '^OP(')
for format in text json md; do
	"$B/tidemark" ops --format $format >"$dir/$format"
	! grep -n '(null)' "$dir/$format" || { echo "$format: a word is missing"; exit 1; }
done
listed=$(sed -n 's/^\([0-9]*\) operators$/\1/p' "$dir/text")
[ "$listed" = "$rows" ] || { echo "text: $listed of $rows rows"; exit 1; }
listed=$(grep -o '"name"' "$dir/json" | wc -l)
[ "$listed" -eq "$rows" ] || { echo "json: $listed of $rows rows"; exit 1; }
listed=$(grep -c '^| [A-Z]' "$dir/md")
[ "$listed" -eq "$rows" ] || { echo "md: $listed of $rows rows"; exit 1; }
