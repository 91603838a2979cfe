import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Services of a catalog that is only there to be measured, each with somebody of its own. */
export interface Town {
  /** For `catalog.locations`. */
  readonly location: {
    readonly type: 'file';
    readonly target: string;
    readonly rules: readonly { readonly allow: readonly string[] }[];
  };
  /** Full refs; a service and who is paged for it. */
  readonly services: readonly {
    readonly entityRef: string;
    readonly personRef: string;
  }[];
  remove(): Promise<void>;
}

/** Writes a catalog of so many services and as many people down. */
export async function createTown(size: number): Promise<Town> {
  const folder = await mkdtemp(join(tmpdir(), 'muster-town-'));
  const target = join(folder, 'town.yaml');
  const numbers = Array.from({ length: size }, (_, n) => n);
  const entity = (kind: string, name: string, spec: object) =>
    JSON.stringify({
      apiVersion: 'backstage.io/v1alpha1',
      kind,
      metadata: { name },
      spec,
    });
  const entities = numbers.flatMap(n => [
    entity('User', `person-${n}`, {
      profile: {
        displayName: `Person ${n}`,
        email: `person-${n}@town.example.test`,
      },
      memberOf: [],
    }),
    entity('Component', `service-${n}`, {
      type: 'service',
      lifecycle: 'production',
      owner: 'group:default/team-payments',
    }),
  ]);
  // One JSON text is one YAML document.
  await writeFile(target, entities.join('\n---\n'));
  return {
    location: {
      type: 'file',
      target,
      rules: [{ allow: ['User', 'Component'] }],
    },
    services: numbers.map(n => ({
      entityRef: `component:default/service-${n}`,
      personRef: `user:default/person-${n}`,
    })),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
