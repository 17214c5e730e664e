#!/bin/sh
# docs/ops.md is what the operator table says.
set -eu
{ cat docs/ops_head.md; "$B/tidemark" ops --format md; } | cmp - docs/ops.md ||
	{ echo "run make ops-page"; exit 1; }
