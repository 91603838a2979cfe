import { ConflictError, NotFoundError } from '@backstage/errors';
import { NamedRef } from '@muster/backstage-plugin-incidents-common';
import { Clock } from '../platform/clock';
import { Database } from '../platform/database';
import {
  findIntegration,
  findIntegrations,
  insertIntegration,
  IntegrationRecord,
  listIntegrations,
  revokeIntegration,
} from './integrationStore';
import { hashOfKey, hintOfKey } from './routingKey';

/** The ways in for monitors. */
export class Integrations {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #newId: () => string;
  readonly #newKey: () => string;

  constructor(options: {
    database: Database;
    clock: Clock;
    newId: () => string;
    newKey: () => string;
  }) {
    this.#database = options.database;
    this.#clock = options.clock;
    this.#newId = options.newId;
    this.#newKey = options.newKey;
  }

  /**
   * Makes an integration. Its key is in the answer and nowhere else: only a hash is stored.
   *
   * @throws ConflictError when the key that was brought is in use, or was
   */
  async create(spec: {
    name: string;
    entityRef: string;
    key?: string;
    createdBy: NamedRef;
  }): Promise<{ integration: IntegrationRecord; key: string }> {
    const key = spec.key ?? this.#newKey();
    const integration: IntegrationRecord = {
      id: this.#newId(),
      name: spec.name,
      entityRef: spec.entityRef,
      keyHint: hintOfKey(key),
      status: 'active',
      createdAt: this.#clock.now(),
      createdBy: spec.createdBy,
      revokedAt: null,
      lastEventAt: null,
    };
    const inserted = await insertIntegration(this.#database.knex, {
      ...integration,
      keyHash: hashOfKey(key),
    });
    if (!inserted) {
      throw new ConflictError(
        'body.key is the key of another integration, or of one that was switched off. Bring another key, or leave it out to have one made',
      );
    }
    return { integration, key };
  }

  /** Switches an integration off for good; again changes nothing. @throws NotFoundError */
  async revoke(id: string): Promise<IntegrationRecord> {
    await revokeIntegration(this.#database.knex, id, this.#clock.now());
    return this.get(id);
  }

  /** One integration. @throws NotFoundError */
  async get(id: string): Promise<IntegrationRecord> {
    const integration = await findIntegration(this.#database.knex, id);
    if (!integration) throw new NotFoundError(`There is no integration ${id}`);
    return integration;
  }

  /** Names of some integrations, by id. */
  async names(ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const found = await findIntegrations(this.#database.knex, ids);
    return new Map(found.map(({ id, name }) => [id, name]));
  }

  /** Integrations, newest first; those of one entity when it is named. */
  list(entityRef?: string): Promise<IntegrationRecord[]> {
    return listIntegrations(this.#database.knex, entityRef);
  }
}
