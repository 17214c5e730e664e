#!/bin/sh
# Every field, type, number and enum value of the schema that a system's ONNX
# ships is in ours.  Exit 77: this system has none.
theirs=${ONNX_PROTO:-/usr/include/onnx/onnx.proto}

if [ ! -r "$theirs" ]; then
	echo "no $theirs here (Debian: libonnx-dev): nothing to compare with"
	exit 77
fi

# "TensorProto.DataType.FLOAT = 1", "TensorProto.dims repeated int64 = 1", sorted.
flatten()
{
	tr '\n' '\001' <"$1" | sed 's|//[^\x01]*||g' | tr '\001' ' ' |
		sed 's|/\*[^*]*\*/||g; s/[{};]/ & \n/g' |
		awk '
		function path(  i, s) {
			for (i = 1; i <= depth; i++)
				if (names[i] != "")
					s = s names[i] "."
			return s
		}
		/[{][ \t]*$/ {
			# The members of a oneof are fields of the message.
			names[++depth] = $1 == "oneof" ? "" : $2
			kinds[depth] = $1
			next
		}
		/[}][ \t]*$/ { depth--; next }
		depth == 0 || $1 == "reserved" || $1 == "option" { next }
		/=/ {
			sub(/[[].*[]]/, "")
			gsub(/[;]/, "")
			number = $NF
			if (number ~ /^0x/)
				number = number + 0 == 0 ? hex(number) : number + 0
			if (kinds[depth] == "enum")
				print path() $1 " = " number
			else if (kinds[depth] == "oneof")
				print path() $2 " " $1 " = " number
			else
				print path() $3 " " $1 " " $2 " = " number
		}
		function hex(s,  i, v) {
			for (i = 3; i <= length(s); i++)
				v = v * 16 + index("0123456789abcdef", tolower(substr(s, i, 1))) - 1
			return v
		}' |
		grep -v '^Version\.IR_VERSION = ' | sed 's/onnx\.//' | LC_ALL=C sort
}

ours=$(mktemp) && other=$(mktemp) || exit 1
trap 'rm -f "$ours" "$other"' EXIT
flatten proto/onnx.proto >"$ours"
flatten "$theirs" >"$other"
missing=$(LC_ALL=C comm -13 "$ours" "$other")
if [ -n "$missing" ]; then
	echo "in $theirs, and not in proto/onnx.proto:"
	echo "$missing"
	exit 1
fi
[ "$(wc -l <"$other")" -gt 100 ] || { echo "only $(wc -l <"$other") lines understood"; exit 1; }
echo "$(wc -l <"$other") fields and values of $theirs are among our $(wc -l <"$ours")"
