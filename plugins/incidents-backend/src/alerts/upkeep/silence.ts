import { TriggerEvent } from '../eventsV2';
import { LogBase } from '../IngestLog';
import { IntegrationRecord } from '../integrationStore';
import { HeartbeatRecord } from './heartbeatStore';
import { alertSeverityOf } from './model';

/** A heartbeat's alerts are as those of an integration that bears its name. */
export const asIntegration = (
  heartbeat: HeartbeatRecord,
): IntegrationRecord => ({
  id: heartbeat.id,
  name: heartbeat.name,
  entityRef: heartbeat.entity.ref,
  keyHint: heartbeat.keyHint,
  status: 'active',
  createdAt: new Date(0),
  createdBy: heartbeat.entity,
  revokedAt: null,
  lastEventAt: heartbeat.lastBeatAt,
});

export const dedupKeyOf = ({ id }: Pick<HeartbeatRecord, 'id'>): string =>
  `heartbeat:${id}`;

/** What its silence is as an event. */
export function silenceOf(heartbeat: HeartbeatRecord): TriggerEvent {
  const { name, everyMinutes, severity, lastBeatAt, silentSince } = heartbeat;
  return {
    action: 'trigger',
    dedupKey: dedupKeyOf(heartbeat),
    summary: sentenceOf(heartbeat),
    severity: alertSeverityOf[severity],
    incidentSeverity: severity,
    heartbeat: name,
    source: `heartbeat ${name}`,
    component: null,
    group: null,
    class: 'heartbeat',
    client: null,
    clientUrl: null,
    occurredAt: silentSince,
    links: [],
    images: [],
    details: { lastBeatAt, everyMinutes },
  };
}

const sentenceOf = ({ name, everyMinutes }: HeartbeatRecord): string =>
  `No heartbeat from ${name} for ${everyMinutes === 1 ? 'a minute' : `${everyMinutes} minutes`}`;

/** What the log says of it. */
export const logged = (
  action: 'trigger' | 'resolve',
  heartbeat: HeartbeatRecord,
): LogBase => ({
  type: 'alert',
  action,
  summary: action === 'trigger' ? sentenceOf(heartbeat) : null,
  warnings: [],
  payload: '',
});
