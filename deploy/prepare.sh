#!/bin/sh
# sh deploy/prepare.sh https://money.example.org
#
# Makes the secrets that compose.yaml hands to the containers, each in a file of its own. Those that
# are there stay as they are. The folder is closed to other people; the files in it are readable, as
# the processes in the containers are not the person who made them. The address that people find
# FTracker at is kept in .env, where compose looks for it.
set -eu
cd "$(dirname "$0")"
case "${1:-}" in
https://?*) printf 'FTRACKER_URL=%s\n' "$1" >.env ;;
*) [ -s .env ] || { echo "Say where people will find FTracker: sh $0 https://money.example.org" >&2; exit 2; } ;;
esac
mkdir -p -m 700 secrets
umask 022

random() { od -An -N32 -tx1 /dev/urandom | tr -d ' \n'; }

[ -s secrets/secret ] || random >secrets/secret
[ -s secrets/database_password ] || random >secrets/database_password
[ -s secrets/database_url ] || printf 'postgresql://ftracker:%s@database:5432/ftracker' \
    "$(cat secrets/database_password)" >secrets/database_url
echo "The secrets are in $(pwd)/secrets: keep a copy of that folder in a safe place."
