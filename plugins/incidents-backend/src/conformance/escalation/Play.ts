import { Actor, ContactRules } from '@muster/backstage-plugin-incidents-common';
import { Integrations } from '../../alerts/Integrations';
import { saveSettings } from '../../alerts/upkeep/entitySettingsStore';
import { openStatuses } from '../../incidents/service';
import { listIncidents } from '../../incidents/store';
import { AddressSafe } from '../../paging/people/AddressSafe';
import { sealContext } from '../../paging/people/AddressFinder';
import { insertMethod, replaceRules } from '../../paging/people/contactStore';
import { send } from '../wire';
import { Scenario, VectorEvent, VectorLog, VectorUser } from './format';
import { channelIdOf } from './recordingChannel';
import { keys, policyOf, runner, serviceRef, userRef, World } from './World';

/** Rules of a person as they are stored, and of which version. */
interface Ruled {
  readonly rules: ContactRules;
  readonly version: number;
}

/** Lets what happens in a case happen to the rooms, as monitors and people would make it happen. */
export class Play {
  /** Incidents by the case's names of their alerts. */
  readonly incidentOf = new Map<string, number>();
  /** What became of events that leave nothing on a timeline: duplicates, refusals, direct pages. */
  readonly answers: VectorLog[] = [];
  readonly #scenario: Scenario;
  readonly #world: World;
  /** Whether the case tells important pages from others. */
  readonly #usesUrgency: boolean;
  readonly #keys = new Map<string, { id: string; key: string }>();
  readonly #tokens = new Map<string, string>();
  readonly #rules = new Map<string, Ruled>();
  readonly #windows = new Map<string, string>();
  /** Names of duplicates, which are their incident's too. */
  readonly #aliases = new Map<string, number>();

  constructor(scenario: Scenario, world: World) {
    this.#scenario = scenario;
    this.#world = world;
    this.#usesUrgency = /"important(Rules)?":/.test(JSON.stringify(scenario));
  }

  /** Everything that is there before the first event. */
  async setUp(): Promise<void> {
    const { users, policies, services, monitors, settings } = this.#scenario;
    const { database, clock, newId, policies: room } = this.#world;
    for (const user of users) await this.#addPerson(user);
    for (const { id } of policies) await this.#addPolicy(id);
    const integrations = new Integrations({
      database,
      clock,
      newId,
      newKey: () => newId().replace('-', '').padEnd(32, '0'),
    });
    for (const service of services) {
      const entityRef = serviceRef(service.id);
      const { integration, key } = await integrations.create({
        name: service.id,
        entityRef,
        createdBy: runner,
      });
      this.#keys.set(service.id, { id: integration.id, key });
      await room.bind(entityRef, service.policy, runner);
      if (service.maintenanceUntil !== undefined) {
        await this.#maintain(service.id, service.maintenanceUntil);
      }
      if (settings.autoCloseMinutes !== undefined) {
        await saveSettings(
          database.knex,
          {
            entityRef,
            autoResolveMinutes: settings.autoCloseMinutes,
            version: 0,
          },
          runner,
          clock,
        );
      }
    }
    for (const { id, service, interval, muted } of monitors) {
      const { token } = await this.#world.heartbeats.create({
        name: id,
        entity: { ref: serviceRef(service), name: service },
        everyMinutes: interval,
        severity: 'SEV3',
        paused: Boolean(muted),
      });
      this.#tokens.set(id, token);
    }
  }

  /** Lets one event happen now. */
  async apply(event: VectorEvent): Promise<void> {
    const { incidents } = this.#world;
    switch (event.type) {
      case 'trigger':
        await this.#trigger(event);
        break;
      case 'ack': {
        const id = this.#incident(event.alert);
        const answer = await incidents.commands.acknowledge(
          id,
          person(event.user),
        );
        if (answer.outcome === 'unchanged') {
          await this.#refused(event, 'ack', { user: event.user });
        }
        break;
      }
      case 'close':
        await this.#close(event);
        break;
      case 'escalate': {
        const id = this.#incident(event.alert);
        const answer = await incidents.commands.escalate(id, runner);
        if (answer.outcome === 'unchanged') {
          await this.#refused(event, 'escalate', {});
        }
        break;
      }
      case 'set-maintenance':
        await this.#maintain(event.service, event.until);
        break;
      case 'set-policy':
        await this.#setPolicy(event.service, event.policy);
        break;
      case 'add-rule':
        await this.#addRule(event);
        break;
      case 'silence': {
        const { horizon } = this.#scenario;
        await incidents.escalating.snooze(
          this.#incident(event.alert),
          this.#world.at(event.until ?? horizon + 1440),
          runner,
        );
        break;
      }
      case 'confirm-ack':
        await incidents.escalating.confirm(
          this.#incident(event.alert),
          person(event.user),
        );
        break;
      case 'page-user': {
        const { user, alert, at, important } = event;
        await incidents.escalating.page(
          this.#incident(alert),
          [{ ref: userRef(user), name: user }],
          this.#usesUrgency && !important ? 'low' : 'high',
          runner,
        );
        this.answers.push({ at, alert, type: 'paged-directly', user });
        break;
      }
      default:
        await this.#world.heartbeats.beat(
          this.#tokens.get(event.monitor) ?? '',
        );
    }
  }

  /** Incidents that silent monitors have opened have a name only now. */
  async nameSilences(): Promise<void> {
    for (const { id } of this.#scenario.monitors) {
      const name = `hb-${id}`;
      if (this.incidentOf.has(name)) continue;
      const { items } = await this.#world.heartbeats.list({ limit: 100 });
      const incidentId = items.find(one => one.name === id)?.incidentId;
      if (incidentId) this.incidentOf.set(name, incidentId);
    }
  }

  async #trigger(event: VectorEvent & { type: 'trigger' }): Promise<void> {
    const { alert, at, service } = event;
    const key = event.dedup ?? event.summary;
    const answer = await this.#send(service, {
      event_action: 'trigger',
      ...(key !== undefined && { dedup_key: key }),
      payload: {
        summary: event.summary ?? alert,
        source: service,
        severity: 'critical',
        timestamp: this.#world.at(at).toISOString(),
      },
    });
    const incidentId = await this.#incidentOfKey(service, answer);
    const known = [...this.incidentOf].find(([, id]) => id === incidentId);
    if (known) {
      this.#aliases.set(alert, incidentId);
      this.answers.push({ at, alert: known[0], type: 'duplicate' });
    } else this.incidentOf.set(alert, incidentId);
  }

  async #close(event: VectorEvent & { type: 'close' }): Promise<void> {
    const { alert, service, user } = event;
    if (alert !== undefined) {
      const answer = await this.#world.incidents.commands.resolve(
        this.#incident(alert),
        user === undefined ? runner : person(user),
      );
      if (answer.outcome === 'unchanged') {
        await this.#refused({ ...event, alert }, 'close', { user });
      }
      return;
    }
    if (service === undefined) throw new Error('A close without a subject');
    await this.#send(service, {
      event_action: 'resolve',
      dedup_key: event.dedup ?? event.summary,
    });
  }

  async #send(service: string, body: object): Promise<string> {
    const routing_key = this.#keys.get(service)?.key;
    const [answer] = await send(this.#world.baseUrl, {
      method: 'POST',
      path: '/v2/enqueue',
      headers: {},
      body: { routing_key, ...body },
    });
    const { json } = answer;
    if (
      answer.status !== 202 ||
      typeof json !== 'object' ||
      json === null ||
      !('dedup_key' in json)
    ) {
      throw new Error(`The event was refused: ${answer.text}`);
    }
    return String(json.dedup_key);
  }

  async #incidentOfKey(service: string, dedupKey: string): Promise<number> {
    const row = await this.#world.database
      .knex('alerts')
      .where({
        integration_id: this.#keys.get(service)?.id ?? '',
        dedup_key: dedupKey,
        status: 'open',
      })
      .first('incident_id');
    return Number(row?.incident_id);
  }

  async #refused(
    { at, alert }: { at: number; alert: string },
    action: string,
    more: object,
  ): Promise<void> {
    const { status, policyName } = await this.#world.incidents.get(
      this.#incident(alert),
    );
    const { policies } = this.#scenario;
    const steps = policies.find(({ id }) => id === policyName)?.steps ?? [];
    const name = status === 'resolved' ? 'closed' : status;
    const reason = name !== 'closed' && steps.length === 0 ? 'no-steps' : name;
    this.answers.push({ at, alert, type: 'rejected', action, reason, ...more });
  }

  async #maintain(service: string, until: number | null): Promise<void> {
    const { clock, maintenance } = this.#world;
    const running = this.#windows.get(service);
    const end = this.#world.at(until ?? 0);
    if (end <= clock.now()) {
      if (running) await maintenance.end(running);
      this.#windows.delete(service);
      return;
    }
    if (running) {
      const { end: before } = await maintenance.get(running);
      if (before > clock.now()) {
        const reason = 'Maintenance of the case';
        await maintenance.change(running, { start: undefined, end, reason });
        return;
      }
    }
    const { id } = await maintenance.create(
      {
        entities: [{ ref: serviceRef(service), name: service }],
        start: undefined,
        end,
        reason: 'Maintenance of the case',
      },
      runner,
    );
    this.#windows.set(service, id);
  }

  /** Binds another policy, and lets people re-attach it to what is open, as ours asks of them. */
  async #setPolicy(service: string, policy: string): Promise<void> {
    const { database, incidents, policies } = this.#world;
    const entityRef = serviceRef(service);
    await policies.bind(entityRef, policy, runner);
    const open = await listIncidents(database.knex, {
      entityRef,
      status: openStatuses,
      limit: 100,
    });
    for (const incident of open) {
      await incidents.escalating.reattachPolicy(incident, runner);
    }
  }

  async #addPolicy(id: string): Promise<void> {
    const content = policyOf(this.#scenario, id, this.#usesUrgency);
    const { database, clock } = this.#world;
    await database.knex('policies').insert({
      id,
      name: id,
      owner_ref: content.ownerRef,
      document: JSON.stringify(content),
      version: 1,
      updated_at: clock.now(),
      updated_by: JSON.stringify(runner),
    });
  }

  async #addPerson(user: VectorUser): Promise<void> {
    const { rules, importantRules = [], disabledChannels } = user;
    const channels = new Set(
      [...rules, ...importantRules].map(({ channel }) => channel),
    );
    // A rule whose method is gone is left out.
    for (const channel of channels) {
      if (!disabledChannels.includes(channel)) {
        await this.#addMethod(user.id, channel);
      }
    }
    const ruled = (some: typeof rules) =>
      some.map(({ delay, channel }) => ({
        afterMinutes: delay,
        methodId: methodId(user.id, channel),
      }));
    await this.#setRules(user.id, {
      high: ruled(this.#usesUrgency ? importantRules : rules),
      low: this.#usesUrgency ? ruled(rules) : [],
      quietHours: null,
    });
  }

  async #addMethod(user: string, channel: string): Promise<void> {
    const { database, clock } = this.#world;
    const now = clock.now();
    const about = {
      id: methodId(user, channel),
      personRef: userRef(user),
      channel: channelIdOf(channel),
    };
    await database.transaction(tx =>
      insertMethod(tx, {
        ...about,
        sealed: new AddressSafe(keys).seal(channel, sealContext(about)),
        mask: channel,
        label: '',
        verifiedAt: now,
        createdAt: now,
      }),
    );
  }

  async #setRules(user: string, rules: ContactRules): Promise<void> {
    const { database, clock, cycles } = this.#world;
    const ref = userRef(user);
    const before = this.#rules.get(user);
    const version = before?.version ?? 0;
    await database.transaction(async tx => {
      if (before) {
        await cycles.rulesChanged(tx, { ref, name: user }, before.rules, rules);
      }
      await replaceRules(tx, ref, version, rules, clock.now());
    });
    this.#rules.set(user, { rules, version: version + 1 });
  }

  async #addRule({
    user,
    delay,
    channel,
  }: VectorEvent & { type: 'add-rule' }): Promise<void> {
    const before = this.#rules.get(user);
    if (!before) throw new Error(`The case has no ${user}`);
    const id = methodId(user, channel);
    const { high, low } = before.rules;
    if (![...high, ...low].some(rule => rule.methodId === id)) {
      await this.#addMethod(user, channel);
    }
    const rule = { afterMinutes: delay, methodId: id };
    await this.#setRules(user, {
      ...before.rules,
      ...(this.#usesUrgency
        ? { low: [...low, rule] }
        : { high: [...high, rule] }),
    });
  }

  #incident(alert: string): number {
    const id = this.incidentOf.get(alert) ?? this.#aliases.get(alert);
    if (id === undefined) throw new Error(`Nothing has triggered ${alert}`);
    return id;
  }
}

const person = (id: string): Actor => ({
  kind: 'person',
  ref: userRef(id),
  name: id,
});

const methodId = (user: string, channel: string): string =>
  `${user} ${channel}`;
