import { createPermission } from '@backstage/plugin-permission-common';

/** Resource type of an incident in Backstage's permission framework. @public */
export const RESOURCE_TYPE_INCIDENT = 'incident';

/** See incidents, their timeline, alerts and pages. @public */
export const incidentReadPermission = createPermission({
  name: 'incidents.incident.read',
  attributes: { action: 'read' },
  resourceType: RESOURCE_TYPE_INCIDENT,
});

/** Page the owner of an entity, which opens an incident. @public */
export const incidentCreatePermission = createPermission({
  name: 'incidents.incident.create',
  attributes: { action: 'create' },
});

/** Acknowledge, join, note. @public */
export const incidentRespondPermission = createPermission({
  name: 'incidents.incident.respond',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_INCIDENT,
});

/** Resolve, reassign, escalate, change title and severity. @public */
export const incidentManagePermission = createPermission({
  name: 'incidents.incident.manage',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_INCIDENT,
});

/** See who is on call, schedules, policies and bindings. @public */
export const onCallReadPermission = createPermission({
  name: 'incidents.oncall.read',
  attributes: { action: 'read' },
});

/** Change schedules, policies and bindings of one's own teams. @public */
export const escalationManagePermission = createPermission({
  name: 'incidents.escalation.manage',
  attributes: { action: 'update' },
});

/** Make, revoke and inspect integrations of one's own teams. @public */
export const integrationManagePermission = createPermission({
  name: 'incidents.integration.manage',
  attributes: { action: 'update' },
});

/** See plays and their runs. @public */
export const playReadPermission = createPermission({
  name: 'incidents.play.read',
  attributes: { action: 'read' },
});

/** Write, enable and pause plays of one's own teams. @public */
export const playManagePermission = createPermission({
  name: 'incidents.play.manage',
  attributes: { action: 'update' },
});

/** Start a play by hand, cancel a run, run it again. @public */
export const playRunPermission = createPermission({
  name: 'incidents.play.run',
  attributes: { action: 'update' },
});

/** Answer what a run asks. @public */
export const playApprovePermission = createPermission({
  name: 'incidents.play.approve',
  attributes: { action: 'update' },
});

/** Write postmortems, their follow-ups and templates; reading one takes leave to read incidents like its own. @public */
export const postmortemWritePermission = createPermission({
  name: 'incidents.postmortem.write',
  attributes: { action: 'update' },
});

/** Global settings, dead letters, unknown keys. @public */
export const settingsManagePermission = createPermission({
  name: 'incidents.settings.manage',
  attributes: { action: 'update' },
});

/** @public */
export const incidentPermissions = [
  incidentReadPermission,
  incidentRespondPermission,
  incidentManagePermission,
];

/** @public */
export const basicPermissions = [
  incidentCreatePermission,
  onCallReadPermission,
  escalationManagePermission,
  integrationManagePermission,
  playReadPermission,
  playManagePermission,
  playRunPermission,
  playApprovePermission,
  postmortemWritePermission,
  settingsManagePermission,
];
