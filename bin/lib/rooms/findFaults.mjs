// The boundaries of the house, checked on sources that were read.
import { posix } from 'node:path';
import {
  clockFile,
  doors,
  importableBy,
  isOurs,
  isTestFile,
  isTimeless,
  openRoom,
  purePackages,
  rooms,
  serverFolder,
  testFolders,
} from './house.mjs';

/**
 * @typedef {import('./readSource.mjs').Source} Source
 * @typedef {import('./readSource.mjs').Import} Import
 * @typedef {{ path: string, line: number, message: string }} Fault
 */

/**
 * @param {readonly Source[]} sources - all of them: a model is pure only when what it imports is
 * @returns {Fault[]}
 */
export function findFaults(sources) {
  const byPath = new Map(sources.map(source => [source.path, source]));
  return sources.flatMap(source => [
    ...faultsOfPlace(source),
    ...source.imports.flatMap(found => {
      const target = resolveImport(source.path, found.specifier, byPath);
      const message =
        packageFault(source.path, found.specifier, target) ??
        roomFault(source.path, target) ??
        modelFault(source, found, target, byPath);
      return message ? [{ path: source.path, line: found.line, message }] : [];
    }),
    ...(isTimeless(source.path) ? source.chance : []).map(({ call, line }) => ({
      path: source.path,
      line,
      message: `${call} is not allowed here: take the time from the injected Clock, and ids from the injected newId`,
    })),
  ]);
}

/**
 * @param {string} from
 * @param {string} specifier
 * @param {ReadonlyMap<string, Source>} byPath
 * @returns {string | undefined} the file of a relative import
 */
function resolveImport(from, specifier, byPath) {
  if (!specifier.startsWith('.')) return undefined;
  const path = posix.join(posix.dirname(from), specifier);
  const candidates = ['', '.ts', '.tsx', '/index.ts', '/index.tsx'];
  return candidates.map(end => path + end).find(it => byPath.has(it)) ?? path;
}

/** The folder below plugins/ that a file belongs to. @param {string} path */
const packageOf = path => path.match(/^plugins\/([^/]+)\//)?.[1];

/** Where in the server a file is: its first folder, or '' directly in src. @param {string} path */
function placeOf(path) {
  if (!path.startsWith(serverFolder)) return undefined;
  const inside = path.slice(serverFolder.length);
  return inside.includes('/') ? inside.split('/')[0] : '';
}

/** @param {Source} source */
function faultsOfPlace({ path }) {
  const place = placeOf(path);
  const known = !place || rooms.includes(place) || testFolders.includes(place);
  if (known) return [];
  const message = `'${place}' is not one of the rooms: give it its place in bin/lib/rooms/house.mjs`;
  return [{ path, line: 1, message }];
}

/**
 * @param {string} from
 * @param {string} specifier
 * @param {string | undefined} target
 */
function packageFault(from, specifier, target) {
  const home = packageOf(from);
  if (!home) return undefined;
  if (target) {
    return target.startsWith(`plugins/${home}/`)
      ? undefined
      : `reaches into another package by path: ${specifier}`;
  }
  if (!isOurs(specifier)) return undefined;
  const allowed = importableBy(home);
  if (!allowed) {
    return `package '${home}' has no place in the order of the packages: give it one in bin/lib/rooms/house.mjs`;
  }
  return allowed.some(
    name => specifier === name || specifier.startsWith(`${name}/`),
  )
    ? undefined
    : `package '${home}' must not import ${specifier}: allowed of ours are ${allowed.join(', ') || 'none'}`;
}

/**
 * @param {string} from
 * @param {string | undefined} target
 */
function roomFault(from, target) {
  const here = placeOf(from);
  const there = target && placeOf(target);
  if (here === undefined || there === undefined || !target) return undefined;
  const isTest = isTestFile(from);
  if (!isTest && isTestFile(target)) {
    return `code that ships must not import what is there for tests: ${target}`;
  }
  // The inventory (plugin.ts and its neighbours) and the tests' own folders may import all.
  if (here === '' || testFolders.includes(here) || here === there) {
    return undefined;
  }
  if (there === '') {
    return isTest
      ? undefined
      : `a room must not import the inventory: ${target}`;
  }
  if (testFolders.includes(there)) return undefined; // only tests get here
  if (rooms.indexOf(there) > rooms.indexOf(here)) {
    return `room '${here}' must not import from '${there}', which is below it`;
  }
  const door = posix.basename(target).replace(/\.tsx?$/, '');
  return isTest || there === openRoom || doors.includes(door)
    ? undefined
    : `room '${here}' must enter '${there}' through ${doors.map(name => `${name}.ts`).join(' or ')}, not ${target}`;
}

/**
 * @param {Source} source
 * @param {Import} found
 * @param {string | undefined} target
 * @param {ReadonlyMap<string, Source>} byPath
 */
function modelFault(source, found, target, byPath) {
  const isModel =
    placeOf(source.path) && posix.basename(source.path) === 'model.ts';
  if (!isModel || isPure(found, target, byPath, new Set())) return undefined;
  return `a model is pure, and this is not: ${found.specifier} (it may build on ${purePackages.join(', ')} and on files that do the same)`;
}

/**
 * @param {Import} found
 * @param {string | undefined} target
 * @param {ReadonlyMap<string, Source>} byPath
 * @param {Set<string>} seen
 * @returns {boolean}
 */
function isPure({ specifier, typesOnly }, target, byPath, seen) {
  if (typesOnly) return true;
  if (!target) return purePackages.includes(specifier);
  if (target === clockFile || seen.has(target)) return true;
  seen.add(target);
  const source = byPath.get(target);
  return (
    source !== undefined &&
    source.chance.length === 0 &&
    source.imports.every(next =>
      isPure(next, resolveImport(target, next.specifier, byPath), byPath, seen),
    )
  );
}
