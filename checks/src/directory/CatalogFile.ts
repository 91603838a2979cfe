import { writeFile } from 'node:fs/promises';
import { z } from 'zod';

const entitySchema = z.object({
  relations: z
    .array(z.object({ type: z.string(), targetRef: z.string() }))
    .default([]),
});

/** The catalog file of a service whose owner changes. */
export class CatalogFile {
  readonly entityRef = 'component:default/wandering';
  readonly path: string;

  /** @param path - absolute; the catalog must read it as a location */
  constructor(path: string) {
    this.path = path;
  }

  async write(owner: string): Promise<void> {
    const entity = {
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'Component',
      metadata: { name: 'wandering', description: 'Changes hands' },
      spec: { type: 'service', lifecycle: 'production', owner },
    };
    await writeFile(this.path, `${JSON.stringify(entity)}\n`); // every JSON text is YAML
  }

  /** Asks the catalog to read the file now, as the button on the entity's page does. */
  async refresh(url: string, token: string): Promise<void> {
    const response = await fetch(`${url}/api/catalog/refresh`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({ entityRef: this.entityRef }),
    });
    if (!response.ok) {
      throw new Error(`the catalog does not refresh: ${response.status}`);
    }
  }

  /** The owner according to the catalog; null when it does not know the service. */
  async ownerAt(url: string, token: string): Promise<string | null> {
    const response = await fetch(
      `${url}/api/catalog/entities/by-name/component/default/wandering`,
      { headers: { authorization: `Bearer ${token}` } },
    );
    if (!response.ok) return null;
    const { relations } = entitySchema.parse(await response.json());
    return relations.find(({ type }) => type === 'ownedBy')?.targetRef ?? null;
  }
}
