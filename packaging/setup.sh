# Sourced by run, test and bench: brings the machine to where the program runs. One line a step, with sizes.
# A missing right or library is a sentence, not a traceback.

cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 2
VENV="${ARTISTGUARD_VENV:-.venv}"
PEERS="${ARTISTGUARD_PEERS:-.venv-peers}"
export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ROOT_USER_ACTION=ignore

say() { printf '%s\n' "$*" >&2; }
fail() { say "$*"; exit 2; }

# need_packages PACKAGE...: Debian packages, installed only where they are missing.
need_packages() {
  command -v dpkg-query >/dev/null || return 0  # not Debian: the checks below still name what is missing
  local missing=() package
  for package in "$@"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return 0
  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || fail "These system packages are missing, and you are neither root nor have sudo: ${missing[*]}. Ask for them: apt-get install ${missing[*]}"
    as_root=(sudo)
  fi
  local log; log=$(mktemp)
  if ! { "${as_root[@]}" apt-get update -q && "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
         apt-get install -q -y --no-install-recommends "${missing[@]}"; } >"$log" 2>&1; then
    tail -n 5 "$log" >&2
    fail "The system packages ${missing[*]} could not be installed (see above). Is the network there, and the disk free?"
  fi
  local size; size=$(grep -oE 'After this operation, [0-9.,]+ [kMG]?B' "$log" | tail -n 1 | sed 's/After this operation, //')
  say "system packages: ${missing[*]} (${size:-0 B})"
  rm -f "$log"
}

# What Qt needs of the system, for a window on X, on Wayland, and for none at all (offscreen still wants GL).
WINDOW_PACKAGES=(libgl1 libegl1 libxkbcommon0 libxkbcommon-x11-0 libglib2.0-0 libfreetype6 libfontconfig1 libdbus-1-3
  libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0 libwayland-cursor0 libwayland-egl1)

# need_window: the packages above, with the names they bear here (Debian 13 calls libglib2.0-0 libglib2.0-0t64).
need_window() {
  local wanted=() package
  for package in "${WINDOW_PACKAGES[@]}"; do
    command -v dpkg-query >/dev/null && dpkg-query -W -f='${Status}' "${package}t64" 2>/dev/null | grep -q 'install ok installed' || wanted+=("$package")
  done
  need_packages "${wanted[@]}"
}

# find_python: a Python from 3.11 on, in $PYTHON.
find_python() {
  local candidate
  for candidate in "${PYTHON:-}" python3.11 python3 python3.12 python3.13; do
    [ -n "$candidate" ] && "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { PYTHON=$candidate; return 0; }
  done
  fail "Python 3.11 or newer is needed, and none was found. On Debian 12: apt-get install python3-venv"
}

# set_up [GROUP]: the virtual environment with the program in it, and a dependency group for tests.
set_up() {
  local group="${1:-}" stamp want log
  find_python
  want="$(sha256sum pyproject.toml | cut -c1-64) $("$PYTHON" --version) $group"
  stamp="$VENV/.artistguard-setup"
  # An environment with the tests' packages serves the program too.
  if [ -x "$VENV/bin/artistguard" ] && [ -f "$stamp" ]; then
    [ "$(cat "$stamp")" = "$want" ] && return 0
    [ -z "$group" ] && [ "$(cat "$stamp")" = "${want}dev" ] && return 0
  fi
  log=$(mktemp)
  if [ ! -x "$VENV/bin/python" ]; then
    "$PYTHON" -m venv "$VENV" >"$log" 2>&1 || { tail -n 3 "$log" >&2; fail "The Python environment could not be made in $VENV. On Debian 12: apt-get install python3-venv"; }
    say "python environment: $VENV ($("$PYTHON" --version))"
  fi
  "$VENV/bin/python" -m pip install -q --upgrade 'pip>=25.1' >"$log" 2>&1 || { tail -n 5 "$log" >&2; fail "pip could not be brought up to date (see above)."; }
  # pdqhash comes as source alone: it wants a C++ compiler and Python's headers once.
  if ! { command -v g++ && "$PYTHON" -c 'import os, sysconfig, sys; sys.exit(not os.path.exists(sysconfig.get_paths()["include"] + "/Python.h"))'; } >/dev/null 2>&1; then
    need_packages g++ python3-dev
  fi
  "$VENV/bin/python" -m pip install -q -e . >"$log" 2>&1 || { tail -n 5 "$log" >&2; fail "The program's libraries could not be installed (see above). Is the network there, and the disk free?"; }
  say "libraries: $(du -sh "$VENV" | cut -f1) in $VENV"
  if [ -n "$group" ]; then
    "$VENV/bin/python" -m pip install -q --group "$group" >"$log" 2>&1 || { tail -n 5 "$log" >&2; fail "What the tests need could not be installed (see above)."; }
    say "test tools: $(du -sh "$VENV" | cut -f1) in $VENV, all together"
  fi
  rm -f "$log"
  printf '%s' "$want" >"$stamp"
}

# set_up_peers: a second environment, for programs of others that the tests compare with and that must not stand beside ours.
set_up_peers() {
  local stamp="$PEERS/.artistguard-setup" want log
  find_python
  want="$(sha256sum pyproject.toml | cut -c1-64) $("$PYTHON" --version)"
  [ -x "$PEERS/bin/python" ] && [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$want" ] && return 0
  log=$(mktemp)
  if [ ! -x "$PEERS/bin/python" ]; then
    "$PYTHON" -m venv "$PEERS" >"$log" 2>&1 || { tail -n 3 "$log" >&2; fail "The Python environment could not be made in $PEERS. On Debian 12: apt-get install python3-venv"; }
  fi
  { "$PEERS/bin/python" -m pip install -q --upgrade 'pip>=25.1' && "$PEERS/bin/python" -m pip install -q --group peers; } >"$log" 2>&1 \
    || { tail -n 5 "$log" >&2; fail "The programs that the tests compare with could not be installed (see above)."; }
  rm -f "$log"
  say "programs to compare with: $(du -sh "$PEERS" | cut -f1) in $PEERS"
  printf '%s' "$want" >"$stamp"
}
