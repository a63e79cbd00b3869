#!/bin/sh
# Finds a browser for the tests, or brings one: Debian's for root, else Playwright's own build.
set -eu

for name in "${FTRACKER_TEST_BROWSER:-}" chromium chromium-browser google-chrome google-chrome-stable microsoft-edge; do
  if [ -n "$name" ] && command -v "$name" >/dev/null 2>&1; then
    exit 0
  fi
done

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "Installing Chromium for the tests …"
  if apt-get update -qq && DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -qq --no-install-recommends chromium >/dev/null; then
    exit 0
  fi
fi

exec .venv/bin/python -m playwright install --only-shell chromium
