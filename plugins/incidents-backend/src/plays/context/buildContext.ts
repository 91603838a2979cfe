import { NamedRef } from '@muster/backstage-plugin-incidents-common';
import { minutesBetween } from '../../platform/clock';
import { PlayContext, PlaySubject } from '../ports';

/** An incident as plays see it, without what follows from the instant. */
export interface SeenIncident {
  readonly id: number;
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly severity: string;
  readonly status: string;
  readonly phase: string;
  readonly urgency: string;
  readonly customerImpact: string;
  readonly url: string;
  readonly openedAt: Date;
  readonly assigned: readonly NamedRef[];
  readonly responders: readonly NamedRef[];
  readonly unanswered: boolean;
  readonly acknowledgedBy: NamedRef;
  readonly alertCount: number;
  readonly held: boolean;
}

/** Another entity, and whose it is. */
export interface SeenNeighbour extends NamedRef {
  readonly owner: string;
}

/** An entity with its surroundings. */
export interface SeenEntity {
  readonly entity: {
    readonly ref: string;
    readonly name: string;
    readonly kind: string;
    readonly owner: string;
    readonly system: string;
    readonly domain: string;
    readonly tier: number;
    readonly tags: readonly string[];
    readonly runbook: string;
    readonly dependsOn: readonly SeenNeighbour[];
    readonly dependants: readonly SeenNeighbour[];
  };
  readonly owner: NamedRef & {
    readonly members: readonly NamedRef[];
    readonly lead: NamedRef;
    readonly manager: NamedRef;
  };
  readonly onCall: { readonly people: readonly NamedRef[] };
}

/** An alert as plays see it. */
export interface SeenAlert {
  readonly summary: string;
  readonly severity: string;
  readonly source: string;
  readonly component: string;
  readonly group: string;
  readonly class: string;
  readonly dedupKey: string;
  readonly status: string;
  readonly count: number;
  readonly details: unknown;
}

/** A change event as plays see it. */
export interface SeenChange {
  readonly summary: string;
  readonly source: string;
  readonly at: Date;
  readonly entity: string;
  readonly url: string;
}

/** Everything that has been read for a context. */
export interface SeenWorld {
  readonly incident: SeenIncident;
  readonly surroundings: SeenEntity;
  readonly alert: SeenAlert;
  readonly change: SeenChange;
  readonly run: {
    readonly id: string;
    readonly url: string;
    readonly startedBy: string;
  };
}

/** Nobody, or nothing of the catalog. */
export const nobody: NamedRef = { ref: '', name: '' };
const never = new Date(0);

/** What a context holds where there is nothing: nothing in it is ever missing. */
export const nothing: SeenWorld = {
  incident: {
    id: 0,
    name: '',
    title: '',
    description: '',
    severity: '',
    status: '',
    phase: '',
    urgency: '',
    customerImpact: '',
    url: '',
    openedAt: never,
    assigned: [],
    responders: [],
    unanswered: false,
    acknowledgedBy: nobody,
    alertCount: 0,
    held: false,
  },
  surroundings: {
    entity: {
      ref: '',
      name: '',
      kind: '',
      owner: '',
      system: '',
      domain: '',
      tier: 5,
      tags: [],
      runbook: '',
      dependsOn: [],
      dependants: [],
    },
    owner: { ...nobody, members: [], lead: nobody, manager: nobody },
    onCall: { people: [] },
  },
  alert: {
    summary: '',
    severity: '',
    source: '',
    component: '',
    group: '',
    class: '',
    dedupKey: '',
    status: '',
    count: 0,
    details: {},
  },
  change: { summary: '', source: '', at: never, entity: '', url: '' },
  run: { id: '', url: '', startedBy: '' },
};

/** The context of a run or a trial at an instant; `contextFields` tells what stands in it. Pure. */
export function buildContext(
  { incident, surroundings, alert, change, run }: SeenWorld,
  { trigger, inputs }: Pick<PlaySubject, 'trigger' | 'inputs'>,
  at: Date,
): PlayContext {
  return {
    incident: {
      ...incident,
      minutesOpen:
        incident.id === 0
          ? 0
          : Math.floor(minutesBetween(incident.openedAt, at)),
    },
    ...surroundings,
    alert,
    change: {
      ...change,
      minutesAgo: Math.floor(minutesBetween(change.at, at)),
    },
    trigger: withInstant(trigger),
    inputs: Object.fromEntries(
      Object.entries(inputs).map(([name, value]) => [name, value ?? '']),
    ),
    run,
    now: at,
  };
}

/** The same context at another instant, when nothing but time has passed. */
export function laterContext(context: PlayContext, at: Date): PlayContext {
  const { incident, change } = context;
  return {
    ...context,
    incident: withMinutes(incident, 'openedAt', 'minutesOpen', at),
    change: withMinutes(change, 'at', 'minutesAgo', at),
    now: at,
  };
}

function withMinutes(
  value: unknown,
  since: string,
  minutes: string,
  at: Date,
): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const start: unknown = Reflect.get(value, since);
  const isThere = start instanceof Date && start.getTime() > 0;
  return isThere
    ? { ...value, [minutes]: Math.floor(minutesBetween(start, at)) }
    : value;
}

/** Runs keep what started them as JSON. */
function withInstant(
  trigger: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const { at } = trigger;
  return typeof at === 'string' && !Number.isNaN(Date.parse(at))
    ? { ...trigger, at: new Date(at) }
    : trigger;
}
