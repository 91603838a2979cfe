import { InputError } from '@backstage/errors';
import {
  NamedRef,
  PolicyInput,
  PolicySnapshot,
} from '@muster/backstage-plugin-incidents-common';
import { Directory, faultsOfPeople, PeopleField } from '../directory/service';
import { OnCallAnswers } from '../oncall/service';
import { Batcher } from '../platform/Batcher';
import { Clock } from '../platform/clock';
import { Database } from '../platform/database';
import { DocumentTable, StoredDocument } from '../platform/documents';
import { PolicySource } from './PolicyFinder';
import { readStored } from './stored';

/** A policy as it is stored. */
export type StoredPolicy = StoredDocument<PolicyInput>;

interface BindingRow {
  entity_ref: string;
  policy_id: string;
  bound_at: Date | number;
  bound_by: string;
}

/** All policies and bindings at one moment, in memory. */
export interface PolicySnapshots extends PolicySource {
  /** The policies bound in the portal, by the entity's ref. */
  readonly bound: ReadonlyMap<string, PolicySnapshot>;
  /** Schedules that policies page. */
  readonly scheduleIds: readonly string[];
}

/** Escalation policies and their bindings: kept, and checked against catalog and schedules. */
export class Policies implements PolicySource {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #newId: () => string;
  readonly #directory: Directory;
  readonly #onCall: OnCallAnswers;
  readonly #table: DocumentTable<PolicyInput>;
  /** In a storm, those of many incidents are looked up together. */
  readonly #bound = new Batcher<
    readonly string[],
    ReadonlyMap<string, PolicySnapshot>
  >(
    async lists => {
      const all = await this.#readBound([...new Set(lists.flat())]);
      return lists.map(() => all);
    },
    { width: 2, most: 50 },
  );

  constructor(options: {
    database: Database;
    clock: Clock;
    newId: () => string;
    directory: Directory;
    onCall: OnCallAnswers;
  }) {
    this.#database = options.database;
    this.#clock = options.clock;
    this.#newId = options.newId;
    this.#directory = options.directory;
    this.#onCall = options.onCall;
    this.#table = new DocumentTable({
      table: 'policies',
      noun: 'policy',
      clock: options.clock,
      read: readStored<PolicyInput>,
    });
  }

  list(): Promise<StoredPolicy[]> {
    return this.#table.list(this.#database.knex);
  }

  /** @throws NotFoundError */
  get(id: string): Promise<StoredPolicy> {
    return this.#table.get(this.#database.knex, id);
  }

  /** Whether there is any policy. */
  async any(): Promise<boolean> {
    return (await this.list()).length > 0;
  }

  /** @throws InputError naming each target that does not exist; ConflictError for a name that is taken */
  async create(input: PolicyInput, by: NamedRef): Promise<StoredPolicy> {
    await this.#check(input);
    const id = this.#newId();
    await this.#database.transaction(tx =>
      this.#table.insert(tx, id, input, by),
    );
    return this.get(id);
  }

  /** As `create`; and ConflictError when somebody has changed it since `seenVersion`. */
  async update(
    id: string,
    seenVersion: number,
    input: PolicyInput,
    by: NamedRef,
  ): Promise<StoredPolicy> {
    await this.#check(input);
    await this.#database.transaction(tx =>
      this.#table.update(tx, id, seenVersion, input, by),
    );
    return this.get(id);
  }

  /** Removes a policy and its bindings. Open incidents keep their own copy. */
  async remove(id: string): Promise<void> {
    await this.#database.transaction(async tx => {
      await this.#table.remove(tx, id);
      await tx<BindingRow>('policy_bindings').where({ policy_id: id }).delete();
    });
  }

  async byIdOrName(text: string): Promise<PolicySnapshot | undefined> {
    const { knex } = this.#database;
    const found =
      (await this.#table.find(knex, text)) ??
      (await this.#table.findByName(knex, text));
    return found && toSnapshot(found);
  }

  async boundTo(
    entityRefs: readonly string[],
  ): Promise<ReadonlyMap<string, PolicySnapshot>> {
    const bound = await this.#bound.run(entityRefs);
    return new Map(
      entityRefs.flatMap(ref => {
        const policy = bound.get(ref);
        return policy ? [[ref, policy] as const] : [];
      }),
    );
  }

  async #readBound(
    entityRefs: readonly string[],
  ): Promise<ReadonlyMap<string, PolicySnapshot>> {
    const { knex } = this.#database;
    const rows = await knex<BindingRow>('policy_bindings').whereIn(
      'entity_ref',
      entityRefs,
    );
    const policies = await this.#table.findAll(
      knex,
      rows.map(row => row.policy_id),
    );
    return new Map(
      rows.flatMap(({ entity_ref: ref, policy_id: id }) => {
        const policy = policies.get(id);
        return policy ? [[ref, toSnapshot(policy)] as const] : [];
      }),
    );
  }

  /** All policies and bindings at one moment. */
  async snapshot(): Promise<PolicySnapshots> {
    const all = await this.list();
    const byId = new Map(all.map(one => [one.id, toSnapshot(one)]));
    const byName = new Map(all.map(one => [one.content.name, toSnapshot(one)]));
    const bound = new Map<string, PolicySnapshot>();
    for (const [policyId, entityRefs] of await this.bindings()) {
      const policy = byId.get(policyId);
      if (policy) for (const ref of entityRefs) bound.set(ref, policy);
    }
    return {
      byIdOrName: async text => byId.get(text) ?? byName.get(text),
      boundTo: async () => bound,
      bound,
      scheduleIds: [
        ...new Set(
          all.flatMap(({ content }) =>
            content.steps.flatMap(({ targets }) =>
              targets.flatMap(target => ('id' in target ? [target.id] : [])),
            ),
          ),
        ),
      ],
    };
  }

  /** Entities bound to each policy, by its id. */
  async bindings(): Promise<ReadonlyMap<string, readonly string[]>> {
    const rows = await this.#database
      .knex<BindingRow>('policy_bindings')
      .orderBy('entity_ref');
    const bound = new Map<string, string[]>();
    for (const row of rows) {
      bound.set(row.policy_id, [
        ...(bound.get(row.policy_id) ?? []),
        row.entity_ref,
      ]);
    }
    return bound;
  }

  /** Binds a policy to an entity, or takes the binding away. @throws InputError for an unknown policy */
  async bind(
    entityRef: string,
    policyId: string | null,
    by: NamedRef,
  ): Promise<void> {
    await this.#database.transaction(async tx => {
      const rows = tx<BindingRow>('policy_bindings');
      if (policyId === null) {
        await rows.where({ entity_ref: entityRef }).delete();
        return;
      }
      if (!(await this.#table.find(tx, policyId))) {
        throw new InputError(
          `body.policyId is ${policyId}, and there is no such policy; GET /v1/policies lists them`,
        );
      }
      await rows
        .insert({
          entity_ref: entityRef,
          policy_id: policyId,
          bound_at: this.#clock.now(),
          bound_by: JSON.stringify(by),
        })
        .onConflict('entity_ref')
        .merge();
    });
  }

  /** The name of a policy that pages a schedule, or undefined. */
  async usesSchedule(scheduleId: string): Promise<string | undefined> {
    const user = (await this.list()).find(({ content }) =>
      content.steps.some(({ targets }) =>
        targets.some(target => 'id' in target && target.id === scheduleId),
      ),
    );
    return user?.content.name;
  }

  async #check({ ownerRef, steps }: PolicyInput): Promise<void> {
    const targets = steps.flatMap((step, stepIndex) =>
      step.targets.map((target, index) => ({
        field: `body.steps[${stepIndex}].targets[${index}]`,
        target,
      })),
    );
    const people = targets.flatMap(({ field, target }): PeopleField[] => {
      if (target.type === 'schedule' || target.type === 'everyone') return [];
      const kind = target.type === 'person' ? 'user' : 'group';
      return [{ field: `${field}.ref`, ref: target.ref, kinds: [kind] }];
    });
    const faults = await faultsOfPeople(this.#directory, [
      { field: 'body.ownerRef', ref: ownerRef, kinds: ['group'] },
      ...people,
    ]);
    for (const { field, target } of targets) {
      if (
        (target.type === 'schedule' || target.type === 'everyone') &&
        (await this.#onCall.nameOf(target.id)) === undefined
      ) {
        faults.push(
          `${field}.id is ${target.id}, and there is no such schedule; GET /v1/schedules lists them`,
        );
      }
    }
    if (faults.length > 0) throw new InputError(faults.join('; '));
  }
}

function toSnapshot({ id, version, content }: StoredPolicy): PolicySnapshot {
  return {
    id,
    version,
    name: content.name,
    steps: content.steps,
    repeat: content.repeat,
    focus: content.focus,
    whenQuiet: content.whenQuiet,
  };
}
