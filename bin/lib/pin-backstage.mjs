// Holds every @backstage/* package at one Backstage release: bin/yarn pin-backstage
//
// Why: the packages name each other by `^`, and the registry may already hold part of the next release, so a plain install mixes two
// releases and puts two copies of the core APIs side by side.
//
// How: backstage-release.json names the versions that the release's own app template uses, and those of packages that the template
// does not. A published Backstage package names its siblings by `^<their version in that release>`; so this walks out from those
// seeds, taking as each further package's version the highest lower bound among the packages that are already pinned, until nothing
// moves. The result is exact versions in the root package.json's "resolutions", and a yarn.lock that agrees with them.
//
// For another release: replace backstage-release.json and backstage.json, run this, commit all four files.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');
const manifestFile = resolve(root, 'package.json');
const { release, seeds } = JSON.parse(
  readFileSync(resolve(import.meta.dirname, 'backstage-release.json'), 'utf8'),
);
const MAX_ROUNDS = 15;

/** True when plain version `a` is higher than `b`. */
function isHigher(a, b) {
  const [x, y] = [a, b].map(version => version.split('.').map(Number));
  const at = x.findIndex((number, i) => number !== y[i]);
  return at >= 0 && x[at] > y[at];
}

function writePins(pins) {
  const manifest = JSON.parse(readFileSync(manifestFile, 'utf8'));
  const others = Object.entries(manifest.resolutions ?? {}).filter(
    ([name]) => !name.startsWith('@backstage/'),
  );
  manifest.resolutions = Object.fromEntries(
    [...others, ...Object.entries(pins)].sort(([a], [b]) => (a < b ? -1 : 1)),
  );
  writeFileSync(manifestFile, `${JSON.stringify(manifest, null, 2)}\n`);
}

/** What the lock file holds: the Backstage packages in use, and the lower bounds that the already pinned ones ask of others. */
function readLock(pins) {
  const used = new Set();
  const asked = {};
  for (const entry of readFileSync(resolve(root, 'yarn.lock'), 'utf8').split(
    '\n\n',
  )) {
    const name = entry.match(
      /^ {2}resolution: "(@backstage\/[^"@]+)@npm:/m,
    )?.[1];
    if (!name) continue; // a workspace's own ranges may be loose: only published packages are evidence
    used.add(name);
    if (pins[name] !== entry.match(/^ {2}version: (\S+)/m)?.[1]) continue;
    const dependencies =
      entry.match(/^ {2}dependencies:\n((?: {4}.*\n?)*)/m)?.[1] ?? '';
    for (const [, sibling, version] of dependencies.matchAll(
      /"(@backstage\/[^"]+)": "npm:[\^~]?([0-9]+\.[0-9]+\.[0-9]+)"/g,
    )) {
      if (!asked[sibling] || isHigher(version, asked[sibling]))
        asked[sibling] = version;
    }
  }
  return { used, asked };
}

let pins = seeds;
for (let round = 1; ; round++) {
  if (round > MAX_ROUNDS)
    throw new Error(`still moving after ${MAX_ROUNDS} rounds`);
  writePins(pins);
  execFileSync('yarn', ['install', '--mode=update-lockfile'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const { used, asked } = readLock(pins);
  const next = Object.fromEntries(
    Object.entries({ ...asked, ...seeds })
      .filter(([name]) => used.has(name))
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
  console.log(
    `round ${round}: ${Object.keys(next).length} packages at Backstage ${release}`,
  );
  const moved = JSON.stringify(next) !== JSON.stringify(pins);
  pins = next;
  if (moved) continue;
  const unpinned = [...used].filter(name => !pins[name]);
  if (unpinned.length) {
    console.error(
      `No version of this release is known for ${unpinned.join(', ')}: add them to bin/lib/backstage-release.json`,
    );
    process.exitCode = 1;
  }
  break;
}
