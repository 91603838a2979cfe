# Brings Node.js and Yarn, at exactly these versions, into .toolchain/ of the checkout. To be sourced by the scripts in bin/:
#
#   . "$(dirname "${BASH_SOURCE[0]}")/lib/toolchain.sh"
#   toolchain_up              # installs what is missing (only the first time), then puts it on PATH of this shell
#   toolchain_dependencies    # `yarn install --immutable`, only when a manifest or the lock file changed since the last time
#
# The machine needs bash, npm (Node.js 18 or later) and a network that reaches an npm registry. Nothing is installed globally.
# Sourcing defines names and does nothing else.

# Backstage 1.55 runs on 22 and 24; on 24 better-sqlite3 12.11 crashes, hence 22.
MUSTER_NODE_VERSION=22.23.3
MUSTER_YARN_VERSION=4.18.1

MUSTER_ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
MUSTER_TOOLCHAIN="$MUSTER_ROOT/.toolchain"

toolchain_say() { printf 'muster: %s\n' "$*" >&2; }

toolchain_fail() {
  toolchain_say "$*"
  return 1
}

# The npm package `node` keeps the real tree in a dependency that is named after the platform.
toolchain_node_home() {
  local dir
  for dir in "$1"/node_modules/node-*/ "$1"/node_modules/node/node_modules/node-*/ "$1"/node_modules/node/; do
    if [ -x "${dir}bin/node" ]; then
      printf '%s\n' "${dir%/}"
      return 0
    fi
  done
  return 1
}

toolchain_install() {
  local new home found
  command -v npm >/dev/null ||
    toolchain_fail 'npm is not on PATH. Install Node.js 18 or later (any version manager or your system'\''s package), then run this again.' || return 1
  toolchain_say "installing Node.js $MUSTER_NODE_VERSION and Yarn $MUSTER_YARN_VERSION into .toolchain/ (once, a few seconds)"

  # Built beside its final place and then moved, so that an interrupted installation is never taken for a whole one. Every link in
  # it is relative.
  mkdir -p "$MUSTER_TOOLCHAIN" || return 1
  new="$(mktemp -d "$MUSTER_TOOLCHAIN/tools.new.XXXXXX")" || return 1
  mkdir "$new/bin"
  printf '{ "private": true, "description": "Build tools, not part of the workspace" }\n' > "$new/package.json"
  if ! (cd "$new" && npm install --no-audit --no-fund --no-package-lock --no-save --loglevel=error --foreground-scripts=false \
    "node@$MUSTER_NODE_VERSION" "@yarnpkg/cli-dist@$MUSTER_YARN_VERSION" >&2); then
    rm -rf "$new"
    toolchain_fail 'npm could not install Node.js and Yarn (its message is above). Is the npm registry reachable?' || return 1
  fi
  if ! home="$(toolchain_node_home "$new")"; then
    rm -rf "$new"
    toolchain_fail "the npm package node@$MUSTER_NODE_VERSION brought no binary for $(uname -s) on $(uname -m)." || return 1
  fi
  ln -s "${home#"$new/"}" "$new/node"
  ln -s ../node/bin/node "$new/bin/node"
  cat > "$new/bin/yarn" <<'LAUNCHER'
#!/bin/sh
tools="$(CDPATH= cd -- "$(dirname -- "$0")/.." && pwd)"
exec "$tools/bin/node" "$tools/node_modules/@yarnpkg/cli-dist/bin/yarn.js" "$@"
LAUNCHER
  chmod +x "$new/bin/yarn"

  found="$("$new/bin/node" -p process.versions.node 2>&1) $("$new/bin/yarn" --version 2>&1)"
  if [ "$found" != "$MUSTER_NODE_VERSION $MUSTER_YARN_VERSION" ]; then
    rm -rf "$new"
    toolchain_fail "the installed Node.js and Yarn do not run as expected: $found" || return 1
  fi
  printf '%s\n' "$found" > "$new/versions"
  rm -rf "$MUSTER_TOOLCHAIN/tools"
  mv -T "$new" "$MUSTER_TOOLCHAIN/tools" 2>/dev/null || mv "$new" "$MUSTER_TOOLCHAIN/tools"
}

toolchain_env() {
  local tools="$MUSTER_TOOLCHAIN/tools" registry
  case ":$PATH:" in
    *":$tools/bin:"*) ;;
    *) export PATH="$tools/bin:$PATH" ;;
  esac
  # Native addons must compile against this Node's own headers, whatever an .npmrc says. node-gyp reads one spelling or the other,
  # depending on its age.
  export npm_config_nodedir="$tools/node"
  export npm_package_config_node_gyp_nodedir="$tools/node"
  export npm_package_config_node_gyp_devdir="$MUSTER_TOOLCHAIN/node-gyp"
  export JOBS=max # node-gyp compiles on all cores
  # Yarn reads no .npmrc, so it is told which registry npm uses here. Asked outside the checkout: a project cannot change it.
  if [ -z "${YARN_NPM_REGISTRY_SERVER:-}" ] && command -v npm >/dev/null; then
    registry="$(cd / && npm config get registry 2>/dev/null || true)"
    case "$registry" in
      http*) export YARN_NPM_REGISTRY_SERVER="${registry%/}" ;;
    esac
  fi
  export YARN_ENABLE_TELEMETRY=0 YARN_IGNORE_PATH=1
  # A portal is thousands of modules, and a run of the tests starts dozens of portals: each is compiled once.
  export NODE_COMPILE_CACHE="$MUSTER_TOOLCHAIN/compile-cache"
  # In CI too, what compiles speaks only when it fails.
  export YARN_ENABLE_INLINE_BUILDS=0
}

toolchain_up() {
  if [ "$(cat "$MUSTER_TOOLCHAIN/tools/versions" 2>/dev/null)" != "$MUSTER_NODE_VERSION $MUSTER_YARN_VERSION" ]; then
    toolchain_install || return 1
  fi
  toolchain_env
}

# What `yarn install` depends on, as one word.
toolchain_manifests() {
  (
    cd "$MUSTER_ROOT" || exit 1
    cat yarn.lock .yarnrc.yml package.json packages/*/package.json plugins/*/package.json e2e/package.json benchmarks/package.json checks/package.json |
      cksum | tr ' \t' '--'
  )
}

toolchain_dependencies() {
  local stamp="$MUSTER_ROOT/node_modules/.muster-installed" manifests
  manifests="$(toolchain_manifests)" || return 1
  [ "$(cat "$stamp" 2>/dev/null)" = "$manifests" ] && return 0
  if ! command -v python3 >/dev/null || ! command -v make >/dev/null || ! command -v c++ >/dev/null; then
    # Needed only where the addon's ready-made binary cannot be downloaded, so going on without is right.
    "$MUSTER_ROOT/bin/lib/debian-install.sh" 'the compiler of SQLite'\''s addon' python3 make g++ ||
      toolchain_say 'going on without: it is needed only where the ready-made addon cannot be downloaded.'
  fi
  toolchain_say 'installing the dependencies (about 90 s the first time)'
  (cd "$MUSTER_ROOT" && yarn install --immutable >&2) ||
    toolchain_fail 'yarn install failed (its message is above).' || return 1
  printf '%s\n' "$manifests" > "$stamp"
}
