# Shared by run, test and .ci/run: the SDK, the build, PostgreSQL's and the tests' own programs. Needs $root.

# No greeting, no telemetry, and no build processes that stay.
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 MSBUILDDISABLENODEREUSE=1
if [ -z "${HOME:-}" ]; then
  # A service or a container without one: dotnet refuses.
  export HOME=$root/artifacts/home
  mkdir -p "$HOME"
fi

say() { printf '%s\n' "$*" >&2; }

need_sdk() {
  local place version
  for place in "${DOTNET_ROOT:-}" "${HOME:-}/.dotnet" /usr/share/dotnet /usr/lib/dotnet /usr/local/share/dotnet; do
    if ! command -v dotnet >/dev/null && [ -x "$place/dotnet" ]; then PATH=$PATH:$place; fi
  done
  version=$(cd "$root" && dotnet --version 2>/dev/null) || version=none
  case ${version%%.*} in
    none | [0-9])
      say "The .NET SDK 10 is needed and was not found: 'dotnet --version' in $root says $version."
      say "Install it (https://dotnet.microsoft.com/download/dotnet/10.0), put 'dotnet' into PATH, and start again."
      return 1
      ;;
  esac
}

# One build at a time in this folder. The descriptor is closed for dotnet, so that nothing it leaves running keeps the lock.
alone() {
  mkdir -p "$root/artifacts"
  (
    if command -v flock >/dev/null; then flock 9; fi
    "$@"
  ) 9>"$root/artifacts/build.lock"
}

# build <project> <log>: quiet unless it fails.
build() {
  if ! dotnet build "$root/$1" -c Release -v quiet -nologo -p:UseSharedCompilation=false >"$2" 2>&1 </dev/null 9>&-; then
    cat "$2" >&2
    say "The build of $1 failed; the lines above are in $2 too."
    return 1
  fi
}

# The same places as src/Cli/Homes/PostgresPackages.cs.
has_postgres() {
  local program
  if [ -n "${EVENTED_PG_BIN:-}" ] || command -v initdb >/dev/null; then return 0; fi
  for program in /usr/lib/postgresql/*/bin/initdb /usr/pgsql-*/bin/initdb /usr/libexec/postgresql*/initdb \
    /opt/homebrew/opt/postgresql*/bin/initdb /usr/local/opt/postgresql*/bin/initdb \
    /home/linuxbrew/.linuxbrew/opt/postgresql*/bin/initdb /Applications/Postgres.app/Contents/Versions/*/bin/initdb; do
    if [ -x "$program" ]; then return 0; fi
  done
  return 1
}

has_chromium() { command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null; }

# Python that is not the system's, which may come first in PATH, does not see the system's packages. The same as in
# tests/Integration/OnCall/OtherReader.cs.
has_icalendar() {
  local python
  for python in /usr/bin/python3 python3; do
    if "$python" -c 'import icalendar' >/dev/null 2>&1; then return 0; fi
  done
  return 1
}

# The programs only: no cluster is created and no service started. Where it may not or cannot, the program itself says what to do.
install_postgres() {
  if command -v brew >/dev/null; then
    with_log PostgreSQL brew install postgresql@17
  else
    as_administrator PostgreSQL postgres_packages
  fi
}

# For the tests of the dashboard; without it they are skipped and say so.
install_chromium() { as_administrator Chromium chromium_packages; }

# For the tests that have another program read our calendars; without it they fail and say what to do.
install_icalendar() { as_administrator icalendar icalendar_packages; }

as_administrator() {
  if [ "$(id -u)" = 0 ]; then
    with_log "$@"
  elif sudo -n true 2>/dev/null; then
    with_log "$@" sudo -n
  fi
}

# with_log <what> <command>: an installation that fails is told and not the end.
with_log() {
  local what=$1 log=$root/artifacts/install-$1.log
  shift
  mkdir -p "$root/artifacts"
  say "Installing $what's programs..."
  if ! "$@" >"$log" 2>&1 </dev/null; then
    tail -n 5 "$log" >&2
    say "$what could not be installed; the whole log is $log"
  fi
}

# postgres_packages [sudo -n]
postgres_packages() {
  if command -v apt-get >/dev/null; then
    apt_get "$@" update
    # Its configuration file comes with this package, and the server's package reads it.
    apt_get "$@" install --no-install-recommends postgresql-common &&
      "$@" sh -c "grep -q '^create_main_cluster' $cluster_settings || echo 'create_main_cluster = false' >>$cluster_settings" &&
      apt_get "$@" install --no-install-recommends postgresql
  elif command -v apk >/dev/null || command -v pacman >/dev/null; then
    package postgresql "$@"
  else
    package postgresql-server "$@"
  fi
}

cluster_settings=/etc/postgresql-common/createcluster.conf

# chromium_packages [sudo -n]
chromium_packages() { package chromium "$@"; }

# icalendar_packages [sudo -n]
icalendar_packages() {
  if command -v apk >/dev/null; then
    package py3-icalendar "$@"
  elif command -v pacman >/dev/null; then
    package python-icalendar "$@"
  else
    package python3-icalendar "$@"
  fi
}

# package <name> [sudo -n]
package() {
  local name=$1
  shift
  if command -v apt-get >/dev/null; then
    apt_get "$@" update
    apt_get "$@" install --no-install-recommends "$name"
  elif command -v dnf >/dev/null; then
    "$@" dnf install -y "$name"
  elif command -v apk >/dev/null; then
    "$@" apk add "$name"
  elif command -v pacman >/dev/null; then
    "$@" pacman -S --noconfirm "$name"
  elif command -v zypper >/dev/null; then
    "$@" zypper --non-interactive install "$name"
  else
    echo "No known package manager."
    return 1
  fi
}

# apt_get [sudo -n] <command> <packages>: waits for another apt instead of failing.
apt_get() {
  local become=()
  if [ "$1" = sudo ]; then
    become=(sudo -n)
    shift 2
  fi
  ${become[@]+"${become[@]}"} env DEBIAN_FRONTEND=noninteractive apt-get -y -q -o DPkg::Lock::Timeout=120 "$@"
}
