#!/usr/bin/env bash
# Makes .venv from requirements.lock, and nothing when it is already there and up to date.
# System packages that are missing are installed by apt when we are root, else named in one line.
# With --tests also those that only tests and benchmarks want; without them these are skipped with a reason.
set -euo pipefail
cd "$(dirname "$0")/.."
PATH=$PATH:/usr/sbin:/sbin # ldconfig lies where a plain user's PATH does not look

PYTHON=${PYTHON:-python3}
VENV=.venv
WHEELS=${VERIFIER_WHEELS:-.wheels}
LOCK=requirements.lock

FOR_TESTS=$([ "${1:-}" = --tests ] && echo yes || echo no)

say() { printf '\033[1m%s\033[0m\n' "$*" >&2; }
now() { date +%s; }

missing_packages() {
    command -v "$PYTHON" >/dev/null || echo python3
    "$PYTHON" -c 'import venv, ensurepip' 2>/dev/null || echo python3-venv
    ldconfig -p | grep -q 'libGL\.so\.1' || echo libgl1
    ldconfig -p | grep -q 'libgthread-2\.0\.so\.0' || echo libglib2.0-0
    command -v bwrap >/dev/null || echo bubblewrap
}

install_system_packages() {
    local wanted
    wanted=$(missing_packages | tr '\n' ' ')
    [ -n "${wanted// /}" ] || return 0
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        say "安装系统包 / installing system packages: $wanted"
        local start; start=$(now)
        apt-get update -qq
        # shellcheck disable=SC2086  # a list of names
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $wanted >/dev/null
        DOWNLOAD_SECONDS=$((DOWNLOAD_SECONDS + $(now) - start))
    elif [ "$wanted" = "bubblewrap " ]; then
        say "建议安装 / recommended: sudo apt-get install bubblewrap（没有它，打开文件的沙箱较弱 / the sandbox is weaker without it）"
    else
        say "缺少系统包，请先运行 / please run first:  sudo apt-get install $wanted"
        exit 1
    fi
}

packages_for_tests() {
    command -v chromium >/dev/null || echo chromium
    tesseract --list-langs 2>/dev/null | grep -x chi_sim >/dev/null || echo tesseract-ocr tesseract-ocr-chi-sim
}

# Recommended only: a machine that cannot get them still runs every other test.
recommend_for_tests() {
    local wanted
    wanted=$(packages_for_tests)
    [ -n "$wanted" ] || return 0
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        say "安装测试用的系统包 / installing system packages for tests: $wanted"
        local start; start=$(now)
        # shellcheck disable=SC2086  # a list of names
        { apt-get update -qq && DEBIAN_FRONTEND=noninteractive \
            apt-get install -y -qq --no-install-recommends $wanted >/dev/null; } \
            || say "未能安装，相关测试将跳过 / not installed, its tests will be skipped: $wanted"
        DOWNLOAD_SECONDS=$((DOWNLOAD_SECONDS + $(now) - start))
    else
        say "建议安装（否则相关测试跳过）/ recommended, else its tests are skipped: sudo apt-get install $wanted"
    fi
}

check_python() {
    "$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
        say "需要 Python 3.11 或更新 / Python 3.11 or newer is needed: PYTHON=/path/to/python3.11 make"
        exit 1
    }
}

stamp() { { cat "$LOCK" scripts/setup.sh; "$PYTHON" -VV; pwd; } | sha256sum | cut -d' ' -f1; }

install_python_packages() {
    say "下载依赖 / downloading dependencies (requirements.lock)"
    local start; start=$(now)
    "$VENV/bin/python" -m pip download -q --disable-pip-version-check --no-deps --require-hashes --only-binary :all: \
        -d "$WHEELS" -r "$LOCK"
    DOWNLOAD_SECONDS=$((DOWNLOAD_SECONDS + $(now) - start))
    say "安装依赖 / installing dependencies"
    "$VENV/bin/python" -m pip install -q --disable-pip-version-check --no-deps --no-index --find-links "$WHEELS" uv
    local uv=("$VENV/bin/uv" pip --quiet)
    local offline=(--python "$VENV/bin/python" --offline --no-index --find-links "$WHEELS" --cache-dir .uv-cache)
    "${uv[@]}" sync "${offline[@]}" --require-hashes "$LOCK"
    # Three distributions share one cv2/: contrib, the fullest, is unpacked last and whole.
    "${uv[@]}" install "${offline[@]}" --no-deps --reinstall-package opencv-contrib-python opencv-contrib-python
    "${uv[@]}" install "${offline[@]}" --no-deps --no-build-isolation --editable .
    rm -rf .uv-cache
    "$VENV/bin/python" -m pip check --disable-pip-version-check >/dev/null
}

DOWNLOAD_SECONDS=0
START=$(now)
install_system_packages
[ "$FOR_TESTS" = no ] || recommend_for_tests
check_python
if [ "$(cat "$VENV/.stamp" 2>/dev/null)" != "$(stamp)" ]; then
    [ -x "$VENV/bin/python" ] || "$PYTHON" -m venv "$VENV"
    install_python_packages
    stamp > "$VENV/.stamp"
    say "环境就绪 / ready: $(($(now) - START)) 秒，其中下载 / of which download: ${DOWNLOAD_SECONDS} 秒"
fi
