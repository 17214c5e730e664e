#!/bin/sh
# tidemark alloc: CSV in and out, exit codes, and errors that name the line.  With
# TIDEMARK_PROBLEMS the recorded problems are packed, and what came out is judged
# again by reading it back with all offsets fixed.
set -eu
alloc="$B/tidemark alloc"
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
passed=0

# is NAME WANTED FOUND
is()
{
	[ "$2" = "$3" ] || { printf '%s:\nwanted: %s\nfound:  %s\n' "$1" "$2" "$3"; exit 1; }
	passed=$((passed + 1))
}

# exits WANTED ARGUMENT...: standard error is kept in $dir/err
exits()
{
	wanted=$1
	shift
	found=0
	$alloc "$@" >"$dir/out" 2>"$dir/err" || found=$?
	is "alloc $*" "$wanted" "$found"
}

printf 'id,lower,upper,size\na,0,2,512\nb,1,3,256\nc,2,4,512\n' >"$dir/p.csv"
is "least height" "id,lower,upper,size,offset
a,0,2,512,256
b,1,3,256,0
c,2,4,512,256" "$($alloc "$dir/p.csv" --format csv)"
is "standard input" "$($alloc "$dir/p.csv" --format json)" \
	"$($alloc - --format json <"$dir/p.csv")"
exits 0 "$dir/p.csv" --sram 768
exits 1 "$dir/p.csv" --sram 767
is "the excess" '"excess": 1' \
	"$($alloc "$dir/p.csv" --sram 767 --format json | grep -o '"excess": [0-9]*')"
is "the blamed" '"blamed": ["a", "b"]' \
	"$($alloc "$dir/p.csv" --sram 767 --format json | grep -o '"blamed": [^]]*.')"

# The other spelling: `end` is the last step, in gaps as well.
printf 'buffer_id,start,end,size,gaps\na,0,1,512,\nb,0,9,256,3-5\nc,3,5,700,\n' >"$dir/e.csv"
is "inclusive ends" "id,start,end,size,gaps,offset
a,0,1,512,,0
b,0,9,256,3-5,512
c,3,5,700,,0" "$($alloc "$dir/e.csv" --format csv)"

# What comes out goes in, with its offsets fixed: the same again, or a clash.
$alloc "$dir/e.csv" --format csv >"$dir/fixed.csv"
is "offsets are kept" "$(cat "$dir/fixed.csv")" "$($alloc "$dir/fixed.csv" --format csv)"
printf 'id,lower,upper,size,offset\na,0,2,8,0\nb,1,3,8,4\n' >"$dir/clash.csv"
exits 1 "$dir/clash.csv"
printf 'id,lower,upper,size,alignment,tie\na,0,3,100,,\nb,1,4,64,64,\nc,3,5,80,,a\n' >"$dir/t.csv"
$alloc "$dir/t.csv" --format csv >"$dir/out"
is "ties share an offset" "$(sed -n 's/^a,.*,//p' "$dir/out")" "$(sed -n 's/^c,.*,//p' "$dir/out")"
is "alignment" 0 "$(($(sed -n 's/^b,.*,//p' "$dir/out") % 64))"

# refused TEXT MESSAGE: a bad file, and what is said about it
refused()
{
	printf "$1" >"$dir/bad.csv"
	exits 3 "$dir/bad.csv"
	grep -q -e "$2" "$dir/err" || { cat "$dir/err"; echo "wanted: $2"; exit 1; }
	passed=$((passed + 1))
}
refused 'id,lower,upper\na,0,1\n' 'bad.csv:1: header without a column .size'
refused 'id,lower,upper,size,colour\n' "bad.csv:1: column 'colour'"
refused 'id,lower,upper,end,size\n' "bad.csv:1: column 'end'"
refused 'id,lower,upper,size\na,0,1,8\nb,0,x,8\n' "bad.csv:3: end 'x'"
refused 'id,lower,upper,size\na,0,1,8\na,0,1,8\n' "bad.csv:3: id 'a'"
refused 'id,lower,upper,size\na,0,1\n' 'bad.csv:2: 3 fields; the header has 4'
refused 'id,lower,upper,size\na,5,1,8\n' 'bad.csv:2: end before the start'
refused 'id,lower,upper,size\na,0,1,-8\n' "bad.csv:2: size '-8'"
refused 'id,lower,upper,size,gaps\na,0,9,8,3\n' "bad.csv:2: gaps '3'"
refused 'id,lower,upper,size,tie\na,0,9,8,z\n' "bad.csv:2: tie 'z'"
refused '' 'bad.csv:1: column'
exits 3 "$dir/absent.csv"
exits 2 "$dir/p.csv" --sram 10MB
exits 2 "$dir/p.csv" --format md

if [ "${TIDEMARK_PROBLEMS:-}" ]; then
	for f in "$TIDEMARK_PROBLEMS"/minimalloc/*.csv "$TIDEMARK_PROBLEMS"/glow/*.csv; do
		size=
		case $f in */minimalloc/*) size="--sram 1048576" ;; esac
		$alloc "$f" $size --format csv >"$dir/packed.csv"
		$alloc "$dir/packed.csv" $size >"$dir/out" || { echo "$f"; exit 1; }
		passed=$((passed + 1))
	done
fi
echo "$passed passed, 0 failed, 0 skipped"
