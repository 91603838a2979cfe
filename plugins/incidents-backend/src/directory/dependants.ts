import type { Directory, DirectoryEntity } from './service';

/**
 * What depends on an entity: nearest first, each once, without itself; from the tables. A circle of dependencies comes to
 * its end.
 *
 * @param depth - 1: what depends on it directly; 2: what depends on these, too
 * @param most - no more than so many
 */
export async function findDependants(
  directory: Pick<Directory, 'known'>,
  ref: string,
  depth: number,
  most: number,
): Promise<readonly DirectoryEntity[]> {
  const seen = new Set([ref]);
  const found: DirectoryEntity[] = [];
  let level = [await directory.known(ref)];
  for (let distance = 1; distance <= depth && level.length > 0; distance++) {
    const next = level
      .flatMap(entity => entity?.dependantRefs ?? [])
      .filter(dependant => !seen.has(dependant) && seen.add(dependant));
    level = await Promise.all(next.map(one => directory.known(one)));
    for (const entity of level) {
      if (found.length === most) return found;
      if (entity && !entity.vanished) found.push(entity);
    }
  }
  return found;
}
