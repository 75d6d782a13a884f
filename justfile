# For just (https://just.systems), on the cluster of machines.ts here. `just --list` says what there is.

# Format, lint, check the types, then bring every machine up to date
default: format lint typecheck deploy

# All that biome can put right by itself
format:
    npm run --silent format

# What it and knip complain of
lint:
    npm run --silent lint

# TypeScript's complaints of the sources and of machines.ts
typecheck:
    npm run --silent typecheck

# machines.ts to nix/generated
generate:
    npm run --silent generate

# Bring machines up to date: all, or those that are named, as in `just deploy node1`
deploy *arguments="--all": generate
    npm run --silent deploy -- {{ arguments }}

# The newest nixpkgs of the release in flake.nix, then every machine, one after another
upgrade: && deploy
    nix flake update

# The unit tests; all others as well: bash scripts/test
test:
    npm run --silent test:unit

# The cluster on this machine, without hardware: as root
lab: generate
    npm run --silent genCerts certs
    npm run --silent lab -- up
    npm run --silent lab -- deploy --all --yes
