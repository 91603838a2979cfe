import {
  Alert,
  contract,
  IngestEntry,
  Page,
} from '@muster/backstage-plugin-incidents-common';
import { Effect } from './eventsFormat';
import { Difference } from './result';
import { newOf, Snapshot } from './snapshot';
import { Portal } from './startPortal';
import { Answer } from './wire';

/** A request under test: what was there before, what came back, what is there now. */
export interface Trial {
  readonly portal: Portal;
  readonly before: Snapshot;
  readonly answers: readonly Answer[];
  readonly after: Snapshot;
  /** The parsed body that was sent, where it was JSON. */
  readonly sent: unknown;
}

type Check = (trial: Trial) => Difference[] | Promise<Difference[]>;

/** What is wrong with what a request did, by the effect that it should have. */
export const effectChecks: Readonly<Record<Effect, Check>> = {
  'alert.created': trial => {
    const created = newOf(trial.before.alerts, trial.after.alerts);
    const wanted = new Set(trial.answers.map(dedupKeyOf)).size;
    const open = created.filter(({ status }) => status === 'open');
    return [
      ...differ('new open alerts', wanted, open.length),
      ...differ('new alerts', wanted, created.length),
      ...differ('new incidents', wanted, newIncidents(trial)),
      ...differ(
        'new pages',
        created.filter(pages).length,
        newPages(trial).length,
      ),
      ...logged(trial, 'created'),
    ];
  },
  // A repeat that raises the severity may page again, so pages are not looked at here.
  'alert.appended': trial => [
    ...nothingOpened(trial),
    ...differ(
      'triggers counted on the open alert',
      (openAlert(trial, trial.before)?.count ?? 0) + trial.answers.length,
      openAlert(trial, trial.after)?.count,
    ),
    ...logged(trial, 'appended'),
  ],
  'alert.acknowledged': async trial => {
    const incidentId = openAlert(trial, trial.after)?.incidentId;
    if (incidentId === undefined) {
      return [{ what: 'open alert', expected: 'one', actual: 'none' }];
    }
    const incident = await trial.portal.client.call(contract.incidents.get, {
      params: { id: String(incidentId) },
    });
    return [
      ...nothingNew(trial),
      ...differ('incident status', 'acknowledged', incident.status),
      ...differ('next step of escalation', null, incident.nextStep),
      ...logged(trial, 'acknowledged'),
    ];
  },
  'alert.resolved': trial => {
    const was = openAlert(trial, trial.before);
    const now = trial.after.alerts.find(({ id }) => id === was?.id);
    const siblings = trial.after.alerts.filter(
      ({ incidentId, status }) =>
        incidentId === was?.incidentId && status === 'open',
    );
    const incident = trial.after.incidents.find(
      ({ id }) => id === was?.incidentId,
    );
    return [
      ...nothingNew(trial),
      ...differ('alert status', 'resolved', now?.status ?? 'no such alert'),
      ...(siblings.length === 0
        ? differ('incident status', 'resolved', incident?.status)
        : []),
      ...logged(trial, 'resolved'),
    ];
  },
  'none.dropped': trial => [
    ...nothingChanged(trial),
    ...logged(trial, 'dropped'),
  ],
  'change.recorded': trial => [
    ...differ(
      'new changes',
      trial.answers.length,
      newOf(trial.before.changes, trial.after.changes).length,
    ),
    ...nothingNew(trial),
    ...logged(trial, 'change'),
  ],
  rejected: trial => [...nothingChanged(trial), ...logged(trial, 'rejected')],
  throttled: trial => [
    ...nothingChanged(trial),
    ...logged(trial, 'throttled'),
    ...trial.answers.flatMap(({ headers }) =>
      headers.get('retry-after')
        ? []
        : differ('header Retry-After', 'present', 'absent'),
    ),
  ],
};

/** Pages that the request caused. */
export function newPages({ before, after }: Trial): Page[] {
  return newOf(before.pages, after.pages);
}

/** Log entries that the request caused, newest first. */
export function newEntries({ before, after }: Trial): IngestEntry[] {
  return newOf(before.log, after.log);
}

/** The dedup key that an answer names. */
export function dedupKeyOf({ json }: Answer): unknown {
  return new Map<string, unknown>(Object.entries(Object(json ?? {}))).get(
    'dedup_key',
  );
}

/** Whether an alert of this severity pages anybody: `info` is recorded only. */
function pages({ severity }: Alert): boolean {
  return severity !== 'info';
}

function newIncidents({ before, after }: Trial): number {
  return newOf(before.incidents, after.incidents).length;
}

/** The open alert of the answer's dedup key. */
function openAlert(
  { answers }: Trial,
  { alerts }: Snapshot,
): Alert | undefined {
  const key = dedupKeyOf(answers[0]);
  return alerts.find(
    ({ dedupKey, status }) => dedupKey === key && status === 'open',
  );
}

/** No alert, incident. */
function nothingOpened(trial: Trial): Difference[] {
  const created = newOf(trial.before.alerts, trial.after.alerts);
  return [
    ...differ('new alerts', 0, created.length),
    ...differ('new incidents', 0, newIncidents(trial)),
  ];
}

/** No alert, incident, page. */
function nothingNew(trial: Trial): Difference[] {
  return [
    ...nothingOpened(trial),
    ...differ('new pages', 0, newPages(trial).length),
  ];
}

/** Nothing at all but in the log. What was begun before, such as a delivery, may go on meanwhile. */
function nothingChanged({ before, after }: Trial): Difference[] {
  return differ('stored', settled(before), settled(after));
}

function settled({ alerts, incidents, changes, pages: sent }: Snapshot) {
  return {
    alerts,
    changes,
    incidents: incidents.map(({ id, title, status, severity, phase }) => ({
      id,
      title,
      status,
      severity,
      phase,
    })),
    pages: sent.map(({ id }) => id),
  };
}

/** The log says this of the request, with its reason or its errors. */
function logged(trial: Trial, outcome: IngestEntry['outcome']): Difference[] {
  const entries = newEntries(trial);
  const entry = entries.find(one => one.outcome === outcome);
  if (!entry) {
    return differ(
      'outcome in the ingest log',
      outcome,
      entries.map(one => one.outcome),
    );
  }
  switch (outcome) {
    case 'dropped':
    case 'throttled':
      return entry.reason ? [] : differ('reason in the log', 'some', 'none');
    case 'rejected':
      return entry.errors.length > 0
        ? []
        : differ('errors in the log', 'some', 'none');
    default:
      return [];
  }
}

/** One difference, or none when the two are the same. */
export function differ(
  what: string,
  expected: unknown,
  actual: unknown,
): Difference[] {
  return JSON.stringify(expected) === JSON.stringify(actual)
    ? []
    : [{ what, expected, actual }];
}
