#!/bin/sh
# Secrets come as files: NAME_FILE=/run/secrets/name stands for NAME, which then never shows in the
# container's configuration.
set -eu
for name in DATABASE_URL RESERVE_ROOT_KEY; do
  eval "file=\${${name}_FILE:-}"
  if [ -n "$file" ]; then
    value=$(cat "$file")
    export "$name=$value"
    unset "${name}_FILE"
  fi
done
exec "$@"
