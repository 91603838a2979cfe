import {
  Actor,
  Alert,
  AlertSeverity,
  alertSeveritySchema,
  NamedRef,
} from '@muster/backstage-plugin-incidents-common';
import { firstCodePoints, TriggerEvent } from './eventsV2';

/** A trigger after a resolve within this time is linked to the incident before. */
export const recurrenceMinutes = 30;

/** Length of an incident's title, in code points. */
const maxTitle = 300;

/** An alert as it is stored. */
export interface AlertRecord extends Pick<
  Alert,
  | 'id'
  | 'incidentId'
  | 'dedupKey'
  | 'status'
  | 'severity'
  | 'summary'
  | 'source'
  | 'component'
  | 'group'
  | 'class'
  | 'client'
  | 'clientUrl'
  | 'links'
  | 'images'
  | 'details'
  | 'count'
> {
  readonly integrationId: string;
  readonly entity: NamedRef;
  readonly occurredAt: Date;
  readonly firstAt: Date;
  readonly lastAt: Date;
  readonly resolvedAt: Date | null;
}

/** What a repeat changes of an open alert, as far as the timeline tells it. */
export interface RepeatChanges {
  /** The severity it rises to. */
  readonly severity?: AlertSeverity;
  /** The summary that replaces the one before. */
  readonly summary?: string;
}

/** Worst first. */
const ranks = alertSeveritySchema.options;

/** The severities that `severity` would raise. */
export const milderThan = (severity: AlertSeverity): AlertSeverity[] =>
  ranks.slice(ranks.indexOf(severity) + 1);

/** What a repeat changes: it raises the severity and never lowers it; its summary is shown from now on. */
export function changesOf(
  alert: Pick<AlertRecord, 'severity' | 'summary'>,
  event: Pick<TriggerEvent, 'severity' | 'summary'>,
): RepeatChanges {
  return {
    ...(milderThan(event.severity).includes(alert.severity) && {
      severity: event.severity,
    }),
    ...(event.summary !== alert.summary && { summary: event.summary }),
  };
}

/** True when a repeat is worth a timeline entry. */
export const isChange = (changes: RepeatChanges): boolean =>
  changes.severity !== undefined || changes.summary !== undefined;

/** The timeline's sentence about a repeat. */
export function changeText(
  monitor: string,
  before: Pick<AlertRecord, 'severity' | 'summary'>,
  changes: RepeatChanges,
): string {
  const severity =
    changes.severity &&
    `${monitor} raised the alert from ${before.severity} to ${changes.severity}`;
  const summary =
    changes.summary !== undefined && `${monitor} now says: ${changes.summary}`;
  return [severity, summary].filter(Boolean).join('. ');
}

/** An incident's title: the summary on one line, cut where it is too long. */
export function titleOf(summary: string): string {
  const line = summary.replace(/\s+/g, ' ').trim();
  const cut = firstCodePoints(line, maxTitle);
  return cut === line ? line : `${firstCodePoints(line, maxTitle - 1)}…`;
}

/** An incident's description: what the person who is paged needs beside the title. */
export function descriptionOf(event: TriggerEvent): string {
  const lines: readonly [string, string | null][] = [
    ['Source', event.source],
    ['Component', event.component],
    ['Group', event.group],
    ['Class', event.class],
    ['Monitor', event.clientUrl ?? event.client],
    ...event.links.map(({ text, href }): [string, string] =>
      text === href ? ['Link', href] : [text, href],
    ),
  ];
  const facts = lines.flatMap(([name, value]) =>
    value === null ? [] : [`${name}: ${value}`],
  );
  const cut = titleOf(event.summary) !== event.summary;
  return [...(cut ? [event.summary, ''] : []), ...facts].join('\n');
}

/** An integration as the actor of what its monitor caused. */
export const actorOf = ({ id, name }: { id: string; name: string }): Actor => ({
  kind: 'integration',
  ref: id,
  name,
});
