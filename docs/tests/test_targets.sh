#!/bin/sh
# docs/targets.md is what the built-in targets say.
set -eu
{ cat docs/targets_head.md; "$B/tidemark" targets --format md; } | cmp - docs/targets.md ||
	{ echo "run make targets-page"; exit 1; }
