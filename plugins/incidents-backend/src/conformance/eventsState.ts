import { isDeepStrictEqual } from 'node:util';
import {
  Alert,
  ChangeEvent,
  contract,
} from '@muster/backstage-plugin-incidents-common';
import {
  dedupKeyOf,
  differ,
  newEntries,
  newPages,
  Trial,
} from './eventsEffects';
import { ExpectedState } from './eventsFormat';
import { Difference } from './result';
import { newOf } from './snapshot';
import { includes } from './wire';

/** “Time of receipt” may be this far from now, in milliseconds. */
const receiptTolerance = 5_000;
/** Mails are sent in the background; this long is waited for them, in milliseconds. */
const mailPatience = 5_000;

type Check<K extends keyof ExpectedState> = (
  trial: Trial,
  expected: NonNullable<ExpectedState[K]>,
) => Difference[] | Promise<Difference[]>;

const prototypeAtStart = new Set(Object.getOwnPropertyNames(Object.prototype));

/** A check that runs when the case expects something of that name. */
function on<K extends keyof ExpectedState>(name: K, check: Check<K>) {
  return async (trial: Trial, expected: ExpectedState) => {
    const value = expected[name];
    return value === undefined || value === null ? [] : check(trial, value);
  };
}

const checks = [
  on('openAlerts', ({ after }, expected) =>
    differ(
      'open alerts',
      expected,
      after.alerts.filter(({ status }) => status === 'open').length,
    ),
  ),
  on('totalAlerts', ({ after }, expected) =>
    differ('alerts ever', expected, after.alerts.length),
  ),
  on('occurredAt', (trial, expected) => {
    const stored = timeOf(subjectOf(trial));
    if (!/time of receipt/i.test(expected)) {
      return differ('occurredAt', new Date(expected).toISOString(), stored);
    }
    const off = Math.abs(Date.now() - Date.parse(stored ?? ''));
    return off <= receiptTolerance
      ? []
      : differ('occurredAt', expected, stored);
  }),
  on('summaryLength', (trial, expected) =>
    differ(
      'code points of the summary',
      expected,
      [...(subjectOf(trial)?.summary ?? '')].length,
    ),
  ),
  on('fullSummaryKept', (trial, expected) => {
    const whole = valueAt(trial.sent, 'payload', 'summary');
    const details = JSON.stringify(subjectOf(trial)?.details ?? null);
    const kept =
      typeof whole === 'string' &&
      details.includes(JSON.stringify(whole).slice(1, -1));
    return differ('whole summary in the details', expected, kept);
  }),
  on('ingestWarning', (trial, expected) => {
    const warnings = newEntries(trial).flatMap(entry => entry.warnings);
    const found =
      typeof expected === 'string'
        ? warnings.some(warning =>
            warning.toLowerCase().includes(expected.toLowerCase()),
          )
        : warnings.length > 0 === expected;
    return found
      ? []
      : [{ what: 'warnings in the ingest log', expected, actual: warnings }];
  }),
  on('detailsRoundTrip', (trial, expected) => {
    const sent = valueAt(trial.sent, 'payload', 'custom_details') ?? null;
    const stored = subjectOf(trial)?.details;
    return isDeepStrictEqual(copy(sent), copy(stored)) === expected
      ? []
      : [{ what: 'details', expected: sent, actual: stored }];
  }),
  on('links', (trial, expected) =>
    listed(
      'links',
      expected,
      (subjectOf(trial)?.links ?? []).map(link => ({ ...link })),
      'href',
    ),
  ),
  on('embeddedImages', (trial, expected) => {
    const subject = subjectOf(trial);
    const images = subject && 'images' in subject ? subject.images : [];
    return listed(
      'images',
      expected,
      images.map(image => ({ ...image })),
      'src',
    );
  }),
  on('incidentStatus', ({ after }, expected) => {
    const open = after.incidents.filter(({ status }) => status !== 'resolved');
    const shown = open.length > 0 ? open : after.incidents.slice(0, 1);
    return differ(
      'status of the one open incident',
      [expected],
      shown.map(({ status }) => status),
    );
  }),
  on('newPages', (trial, expected) =>
    differ('new pages', expected, newPages(trial).length),
  ),
  on('pagesPerResponder', ({ after }, expected) => {
    const people = new Set(
      after.incidents.flatMap(({ assigned }) => assigned.map(({ ref }) => ref)),
    );
    const counts = [...people].map(
      ref => after.pages.filter(({ person }) => person.ref === ref).length,
    );
    return counts.length > 0 && counts.every(count => count === expected)
      ? []
      : [{ what: 'pages per responder', expected, actual: counts }];
  }),
  on('detailsRenderedAsText', async (trial, expected) =>
    differ(
      'where details or summary appear as markup',
      expected ? [] : ['somewhere'],
      await markupPlaces(trial),
    ),
  ),
  // The server runs in this process: a polluted prototype would be polluted here.
  on('prototypeUntouched', (_trial, expected) => {
    const added = Object.getOwnPropertyNames(Object.prototype).filter(
      name => !prototypeAtStart.has(name),
    );
    return differ('prototype untouched', expected, added.length === 0);
  }),
];

/** What is wrong with what the server stored. */
export async function stateDifferences(
  trial: Trial,
  expected: ExpectedState,
): Promise<Difference[]> {
  const found = await Promise.all(checks.map(check => check(trial, expected)));
  return found.flat();
}

/** A plain copy: values of `fetch` and of this file may have prototypes of different realms. */
function copy(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}

/** The alert or change that the request is about: that of the answer's key, else the new one. */
function subjectOf(trial: Trial): Alert | ChangeEvent | undefined {
  const key = dedupKeyOf(trial.answers[0]);
  const ofKey = trial.after.alerts.filter(({ dedupKey }) => dedupKey === key);
  return (
    ofKey.find(({ status }) => status === 'open') ??
    ofKey[0] ??
    newOf(trial.before.alerts, trial.after.alerts)[0] ??
    newOf(trial.before.changes, trial.after.changes)[0]
  );
}

function timeOf(subject: Alert | ChangeEvent | undefined): string | undefined {
  return subject && ('occurredAt' in subject ? subject.occurredAt : subject.at);
}

function valueAt(value: unknown, ...path: string[]): unknown {
  return path.reduce<unknown>(
    (inner, name) =>
      new Map<string, unknown>(Object.entries(Object(inner ?? {}))).get(name),
    value,
  );
}

/** A list is expected by its length, by the addresses, or by parts of its items. */
function listed(
  what: string,
  expected: number | readonly unknown[],
  stored: readonly Record<string, unknown>[],
  address: string,
): Difference[] {
  if (typeof expected === 'number') {
    return differ(`number of ${what}`, expected, stored.length);
  }
  const same =
    expected.length === stored.length &&
    expected.every((item, index) =>
      typeof item === 'string'
        ? stored[index][address] === item
        : includes(stored[index], item, undefined),
    );
  return same ? [] : [{ what, expected, actual: stored }];
}

/**
 * Every surface of the server that could turn text into markup: the API must answer JSON with the
 * very strings that were sent; mails must be plain text; the acknowledge page, which is HTML, must
 * escape. (The portal's own screens are looked at by the browser journeys.)
 */
async function markupPlaces(trial: Trial): Promise<string[]> {
  const { portal, after } = trial;
  const hot = stringsOf(trial.sent).filter(text => /[<>]/.test(text));
  const stored = stringsOf(subjectOf(trial)?.details);
  const places = hot
    .filter(text =>
      stringsOf(valueAt(trial.sent, 'payload', 'custom_details')).includes(
        text,
      ),
    )
    .filter(text => !stored.includes(text))
    .map(text => `the API changed ${text}`);
  const mails = await mailsOf(trial);
  if (after.pages.length > 0 && mails.length === 0) places.push('no mail came');
  for (const mail of mails) {
    if ('html' in mail) places.push('the mail has an HTML part');
    const link = mail.text.match(/\/public\/acknowledge\/\S+/)?.[0];
    if (!link) continue;
    const page = await (await fetch(portal.baseUrl + link)).text();
    places.push(
      ...hot
        .filter(text => page.includes(text))
        .map(text => `the acknowledge page shows ${text} unescaped`),
    );
  }
  return places;
}

async function mailsOf({ portal, after }: Trial) {
  const giveUpAt = Date.now() + mailPatience;
  for (;;) {
    const { items } = await portal.client.call(contract.paging.mailbox, {});
    const enough = items.length >= after.pages.length;
    if (enough || Date.now() > giveUpAt) return items;
    await new Promise(resolve => {
      setTimeout(resolve, 20);
    });
  }
}

/** Every string inside a value, keys included. */
function stringsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => [
    key,
    ...stringsOf(item),
  ]);
}
