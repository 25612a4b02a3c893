#!/usr/bin/env bash
# Reads the corpus of the YAML emitter with PyYAML and prints how many documents passed and failed.
# Needs python3; makes its own environment in the ignored cache folder, once. PLINTH_PYYAML_PYTHON names an
# interpreter that has PyYAML already, where no package index can be reached.
set -euo pipefail

PYYAML=6.0.3
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
cd "$root"

python=${PLINTH_PYYAML_PYTHON:-}
if [ -z "$python" ]; then
  environment=node_modules/.cache/pyyaml-$PYYAML
  python=$environment/bin/python
  if ! "$python" -c 'import yaml' 2>/dev/null; then
    rm -rf "$environment"
    python3 -m venv "$environment"
    "$python" -m pip install --quiet --disable-pip-version-check --no-deps "PyYAML==$PYYAML"
  fi
fi

node --conditions=@plinth/source -r ./packages/cli/bin/load-typescript.js test/yaml/pyyaml.ts |
  PYTHONUTF8=1 "$python" test/yaml/pyyaml.py
