#!/usr/bin/env bash
# Builds the wheel twice and compares; installs it in a new environment; reads the sample page without a network,
# outside the repository. Takes the Python to use as its argument.
set -euo pipefail
python=${1:-python3}
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export SOURCE_DATE_EPOCH=1700000000

for turn in one two; do
  "$python" -m pip --disable-pip-version-check wheel --quiet --no-deps --wheel-dir "$work/$turn" "$top"
done
cmp "$work"/one/*.whl "$work"/two/*.whl
echo "two builds, one wheel: $(sha256sum "$work"/one/*.whl | cut -d' ' -f1)"

"$python" -m venv "$work/venv"
"$work/venv/bin/python" -m pip --disable-pip-version-check install --quiet "$work"/one/*.whl
cp "$top/docs/demo/page.txt" "$work/page.txt"
cd "$work"
if unshare --net true 2>/dev/null; then
  alone=(unshare --net)
elif unshare --map-root-user --net true 2>/dev/null; then
  alone=(unshare --map-root-user --net)
else
  # no network namespaces here: a socket that cannot be made is as good
  alone=()
  site=$(venv/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
  printf 'import socket\ndef refuse(*args, **kwargs):\n    raise OSError("no network")\nsocket.socket = refuse\n' >"$site/sitecustomize.py"
fi
env -u PYTHONPATH "${alone[@]}" venv/bin/parkie extract page.txt >record.json
env -u PYTHONPATH venv/bin/python - record.json <<'CHECK'
import json
import pathlib
import sys

import parkie

record = json.loads(pathlib.Path(sys.argv[1]).read_text("utf-8"))
assert len(record["events"]) >= 3, record["events"]
home = pathlib.Path(parkie.__file__).parent
assert "site-packages" in str(home), home
assert (home / "py.typed").exists()
print(f"parkie {parkie.__version__} from its wheel: {len(record['events'])} events without a network")
CHECK
