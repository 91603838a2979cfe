// Written by `bin/yarn contract:endpoints`; endpoints.test.ts holds it equal to the contract.
import type { AddressOf, contract, Endpoint } from './api';

type Addresses<Rooms extends Record<string, Record<string, Endpoint>>> = {
  [Room in keyof Rooms]: {
    [Name in keyof Rooms[Room]]: AddressOf<Rooms[Room][Name]>;
  };
};

/**
 * The addresses of all endpoints of the contract, typed as there. Browsers call by these: the schemas of
 * the contract weigh more than everything else that a card loads.
 *
 * @public
 */
export const endpoints: Addresses<typeof contract> = {
  incidents: {
    list: {
      id: 'incidents.list',
      method: 'get',
      path: '/v1/incidents',
    },
    get: {
      id: 'incidents.get',
      method: 'get',
      path: '/v1/incidents/:id',
    },
    timeline: {
      id: 'incidents.timeline',
      method: 'get',
      path: '/v1/incidents/:id/timeline',
    },
    entity: {
      id: 'incidents.entity',
      method: 'get',
      path: '/v1/entity-incidents',
    },
    create: {
      id: 'incidents.create',
      method: 'post',
      path: '/v1/incidents',
    },
    acknowledge: {
      id: 'incidents.acknowledge',
      method: 'post',
      path: '/v1/incidents/:id/acknowledge',
    },
    join: {
      id: 'incidents.join',
      method: 'post',
      path: '/v1/incidents/:id/join',
    },
    note: {
      id: 'incidents.note',
      method: 'post',
      path: '/v1/incidents/:id/notes',
    },
    resolve: {
      id: 'incidents.resolve',
      method: 'post',
      path: '/v1/incidents/:id/resolve',
    },
    reassign: {
      id: 'incidents.reassign',
      method: 'post',
      path: '/v1/incidents/:id/reassign',
    },
    escalate: {
      id: 'incidents.escalate',
      method: 'post',
      path: '/v1/incidents/:id/escalate',
    },
    snooze: {
      id: 'incidents.snooze',
      method: 'post',
      path: '/v1/incidents/:id/snooze',
    },
    confirm: {
      id: 'incidents.confirm',
      method: 'post',
      path: '/v1/incidents/:id/confirm',
    },
    page: {
      id: 'incidents.page',
      method: 'post',
      path: '/v1/incidents/:id/page',
    },
    reattachPolicy: {
      id: 'incidents.reattach-policy',
      method: 'post',
      path: '/v1/incidents/:id/policy',
    },
    edit: {
      id: 'incidents.edit',
      method: 'patch',
      path: '/v1/incidents/:id',
    },
  },
  alerts: {
    ofIncident: {
      id: 'alerts.of-incident',
      method: 'get',
      path: '/v1/incidents/:id/alerts',
    },
    changes: {
      id: 'alerts.changes',
      method: 'get',
      path: '/v1/changes',
    },
    listIntegrations: {
      id: 'alerts.list-integrations',
      method: 'get',
      path: '/v1/integrations',
    },
    createIntegration: {
      id: 'alerts.create-integration',
      method: 'post',
      path: '/v1/integrations',
    },
    revokeIntegration: {
      id: 'alerts.revoke-integration',
      method: 'post',
      path: '/v1/integrations/:id/revoke',
    },
    ingestLog: {
      id: 'alerts.ingest-log',
      method: 'get',
      path: '/v1/integrations/:id/log',
    },
    unknownKeys: {
      id: 'alerts.unknown-keys',
      method: 'get',
      path: '/v1/unknown-keys',
    },
    enqueue: {
      id: 'alerts.enqueue',
      method: 'post',
      path: '/public/v2/enqueue',
    },
    enqueueChange: {
      id: 'alerts.enqueue-change',
      method: 'post',
      path: '/public/v2/change/enqueue',
    },
    listMaintenance: {
      id: 'alerts.list-maintenance',
      method: 'get',
      path: '/v1/maintenance',
    },
    createMaintenance: {
      id: 'alerts.create-maintenance',
      method: 'post',
      path: '/v1/maintenance',
    },
    updateMaintenance: {
      id: 'alerts.update-maintenance',
      method: 'put',
      path: '/v1/maintenance/:id',
    },
    endMaintenance: {
      id: 'alerts.end-maintenance',
      method: 'post',
      path: '/v1/maintenance/:id/end',
    },
    beat: {
      id: 'alerts.beat',
      method: 'post',
      path: '/public/heartbeat/:token',
    },
    listHeartbeats: {
      id: 'alerts.list-heartbeats',
      method: 'get',
      path: '/v1/heartbeats',
    },
    createHeartbeat: {
      id: 'alerts.create-heartbeat',
      method: 'post',
      path: '/v1/heartbeats',
    },
    updateHeartbeat: {
      id: 'alerts.update-heartbeat',
      method: 'put',
      path: '/v1/heartbeats/:id',
    },
    removeHeartbeat: {
      id: 'alerts.remove-heartbeat',
      method: 'delete',
      path: '/v1/heartbeats/:id',
    },
    entitySettings: {
      id: 'alerts.entity-settings',
      method: 'get',
      path: '/v1/entity-settings',
    },
    setEntitySettings: {
      id: 'alerts.set-entity-settings',
      method: 'put',
      path: '/v1/entity-settings',
    },
  },
  directory: {
    get: {
      id: 'directory.get',
      method: 'get',
      path: '/v1/directory',
    },
  },
  oncall: {
    listSchedules: {
      id: 'oncall.list-schedules',
      method: 'get',
      path: '/v1/schedules',
    },
    getSchedule: {
      id: 'oncall.get-schedule',
      method: 'get',
      path: '/v1/schedules/:id',
    },
    shifts: {
      id: 'oncall.shifts',
      method: 'get',
      path: '/v1/schedules/:id/shifts',
    },
    calendar: {
      id: 'oncall.calendar',
      method: 'get',
      path: '/v1/schedules/:id/calendar',
    },
    explain: {
      id: 'oncall.explain',
      method: 'get',
      path: '/v1/schedules/:id/explain',
    },
    load: {
      id: 'oncall.load',
      method: 'get',
      path: '/v1/schedules/:id/load',
    },
    versions: {
      id: 'oncall.versions',
      method: 'get',
      path: '/v1/schedules/:id/versions',
    },
    previewSchedule: {
      id: 'oncall.preview-schedule',
      method: 'post',
      path: '/v1/schedules/preview',
    },
    createSchedule: {
      id: 'oncall.create-schedule',
      method: 'post',
      path: '/v1/schedules',
    },
    updateSchedule: {
      id: 'oncall.update-schedule',
      method: 'put',
      path: '/v1/schedules/:id',
    },
    archiveSchedule: {
      id: 'oncall.archive-schedule',
      method: 'delete',
      path: '/v1/schedules/:id',
    },
    restoreSchedule: {
      id: 'oncall.restore-schedule',
      method: 'post',
      path: '/v1/schedules/:id/restore',
    },
    addOverride: {
      id: 'oncall.add-override',
      method: 'post',
      path: '/v1/schedules/:id/overrides',
    },
    previewOverride: {
      id: 'oncall.preview-override',
      method: 'post',
      path: '/v1/schedules/:id/overrides/preview',
    },
    removeOverride: {
      id: 'oncall.remove-override',
      method: 'delete',
      path: '/v1/schedules/:id/overrides/:itemId',
    },
    addTemporary: {
      id: 'oncall.add-temporary',
      method: 'post',
      path: '/v1/schedules/:id/temporary',
    },
    removeTemporary: {
      id: 'oncall.remove-temporary',
      method: 'delete',
      path: '/v1/schedules/:id/temporary/:itemId',
    },
    addShadow: {
      id: 'oncall.add-shadow',
      method: 'post',
      path: '/v1/schedules/:id/shadows',
    },
    removeShadow: {
      id: 'oncall.remove-shadow',
      method: 'delete',
      path: '/v1/schedules/:id/shadows/:itemId',
    },
    exportSchedule: {
      id: 'oncall.export-schedule',
      method: 'get',
      path: '/v1/schedules/:id/yaml',
    },
    importSchedule: {
      id: 'oncall.import-schedule',
      method: 'post',
      path: '/v1/schedules/yaml',
    },
    myOnCall: {
      id: 'oncall.my-on-call',
      method: 'get',
      path: '/v1/me/on-call',
    },
    requestCover: {
      id: 'oncall.request-cover',
      method: 'post',
      path: '/v1/schedules/:id/requests',
    },
    answerRequest: {
      id: 'oncall.answer-request',
      method: 'post',
      path: '/v1/cover-requests/:id/answer',
    },
    suggestCover: {
      id: 'oncall.suggest-cover',
      method: 'get',
      path: '/v1/schedules/:id/suggestions',
    },
    addLeave: {
      id: 'oncall.add-leave',
      method: 'post',
      path: '/v1/me/leave',
    },
    removeLeave: {
      id: 'oncall.remove-leave',
      method: 'delete',
      path: '/v1/me/leave/:id',
    },
    listFeeds: {
      id: 'oncall.list-feeds',
      method: 'get',
      path: '/v1/me/feeds',
    },
    addFeed: {
      id: 'oncall.add-feed',
      method: 'post',
      path: '/v1/me/feeds',
    },
    removeFeed: {
      id: 'oncall.remove-feed',
      method: 'delete',
      path: '/v1/me/feeds/:id',
    },
    readFeed: {
      id: 'oncall.read-feed',
      method: 'get',
      path: '/public/calendar/:token',
    },
  },
  escalation: {
    servicesOnCall: {
      id: 'escalation.services-on-call',
      method: 'get',
      path: '/v1/on-call/services',
    },
    onCall: {
      id: 'escalation.on-call',
      method: 'get',
      path: '/v1/on-call',
    },
    listPolicies: {
      id: 'escalation.list-policies',
      method: 'get',
      path: '/v1/policies',
    },
    getPolicy: {
      id: 'escalation.get-policy',
      method: 'get',
      path: '/v1/policies/:id',
    },
    createPolicy: {
      id: 'escalation.create-policy',
      method: 'post',
      path: '/v1/policies',
    },
    updatePolicy: {
      id: 'escalation.update-policy',
      method: 'put',
      path: '/v1/policies/:id',
    },
    deletePolicy: {
      id: 'escalation.delete-policy',
      method: 'delete',
      path: '/v1/policies/:id',
    },
    bind: {
      id: 'escalation.bind',
      method: 'put',
      path: '/v1/bindings',
    },
    whatIf: {
      id: 'escalation.what-if',
      method: 'get',
      path: '/v1/escalation/what-if',
    },
    coverage: {
      id: 'escalation.coverage',
      method: 'get',
      path: '/v1/escalation/coverage',
    },
    coverageReport: {
      id: 'escalation.coverage-report',
      method: 'get',
      path: '/v1/escalation/coverage-report',
    },
  },
  paging: {
    ledger: {
      id: 'paging.ledger',
      method: 'get',
      path: '/v1/incidents/:id/pages',
    },
    testPage: {
      id: 'paging.test-page',
      method: 'post',
      path: '/v1/me/test-page',
    },
    mailbox: {
      id: 'paging.mailbox',
      method: 'get',
      path: '/v1/mailbox',
    },
    myContacts: {
      id: 'paging.my-contacts',
      method: 'get',
      path: '/v1/me/contacts',
    },
    eraseContacts: {
      id: 'paging.erase-contacts',
      method: 'delete',
      path: '/v1/me/contacts',
    },
    addMethod: {
      id: 'paging.add-method',
      method: 'post',
      path: '/v1/me/contact-methods',
    },
    sendCode: {
      id: 'paging.send-code',
      method: 'post',
      path: '/v1/me/contact-methods/:id/send-code',
    },
    verifyMethod: {
      id: 'paging.verify-method',
      method: 'post',
      path: '/v1/me/contact-methods/:id/verify',
    },
    removeMethod: {
      id: 'paging.remove-method',
      method: 'delete',
      path: '/v1/me/contact-methods/:id',
    },
    setRules: {
      id: 'paging.set-rules',
      method: 'put',
      path: '/v1/me/contact-rules',
    },
    reachability: {
      id: 'paging.reachability',
      method: 'get',
      path: '/v1/reachability',
    },
    why: {
      id: 'paging.why',
      method: 'get',
      path: '/v1/incidents/:id/why',
    },
    myPages: {
      id: 'paging.my-pages',
      method: 'get',
      path: '/v1/me/pages',
    },
    channels: {
      id: 'paging.channels',
      method: 'get',
      path: '/v1/channels',
    },
    environment: {
      id: 'paging.environment',
      method: 'get',
      path: '/v1/environment',
    },
    decideEnvironment: {
      id: 'paging.decide-environment',
      method: 'post',
      path: '/v1/environment',
    },
  },
  plays: {
    actions: {
      id: 'plays.actions',
      method: 'get',
      path: '/v1/plays/actions',
    },
    schema: {
      id: 'plays.schema',
      method: 'get',
      path: '/v1/plays/schema',
    },
    check: {
      id: 'plays.check',
      method: 'post',
      path: '/v1/plays/check',
    },
    dryRun: {
      id: 'plays.dry-run',
      method: 'post',
      path: '/v1/plays/dry-run',
    },
    backtest: {
      id: 'plays.backtest',
      method: 'post',
      path: '/v1/plays/backtest',
    },
    library: {
      id: 'plays.library',
      method: 'get',
      path: '/v1/plays/library',
    },
    runs: {
      id: 'plays.runs',
      method: 'get',
      path: '/v1/play-runs',
    },
    run: {
      id: 'plays.run',
      method: 'get',
      path: '/v1/play-runs/:id',
    },
    ofIncident: {
      id: 'plays.of-incident',
      method: 'get',
      path: '/v1/incidents/:id/plays',
    },
    start: {
      id: 'plays.start',
      method: 'post',
      path: '/v1/plays/:id/runs',
    },
    cancel: {
      id: 'plays.cancel-run',
      method: 'post',
      path: '/v1/play-runs/:id/cancel',
    },
    rerun: {
      id: 'plays.rerun',
      method: 'post',
      path: '/v1/play-runs/:id/rerun',
    },
    answer: {
      id: 'plays.answer',
      method: 'post',
      path: '/v1/play-runs/:id/answers',
    },
    automation: {
      id: 'plays.automation',
      method: 'get',
      path: '/v1/automation',
    },
    switchAutomation: {
      id: 'plays.switch-automation',
      method: 'put',
      path: '/v1/automation',
    },
    list: {
      id: 'plays.list',
      method: 'get',
      path: '/v1/plays',
    },
    get: {
      id: 'plays.get',
      method: 'get',
      path: '/v1/plays/:id',
    },
    create: {
      id: 'plays.create',
      method: 'post',
      path: '/v1/plays',
    },
    update: {
      id: 'plays.update',
      method: 'put',
      path: '/v1/plays/:id',
    },
    remove: {
      id: 'plays.remove',
      method: 'delete',
      path: '/v1/plays/:id',
    },
    setState: {
      id: 'plays.set-state',
      method: 'put',
      path: '/v1/plays/:id/state',
    },
    versions: {
      id: 'plays.versions',
      method: 'get',
      path: '/v1/plays/:id/versions',
    },
    makeWebhook: {
      id: 'plays.make-webhook',
      method: 'post',
      path: '/v1/plays/:id/webhook',
    },
  },
  postmortems: {
    list: {
      id: 'postmortems.list',
      method: 'get',
      path: '/v1/postmortems',
    },
    facets: {
      id: 'postmortems.facets',
      method: 'get',
      path: '/v1/postmortem-facets',
    },
    ofEntity: {
      id: 'postmortems.of-entity',
      method: 'get',
      path: '/v1/entity-postmortems',
    },
    ofIncident: {
      id: 'postmortems.of-incident',
      method: 'get',
      path: '/v1/incidents/:id/postmortem',
    },
    get: {
      id: 'postmortems.get',
      method: 'get',
      path: '/v1/postmortems/:id',
    },
    shutOut: {
      id: 'postmortems.shut-out',
      method: 'get',
      path: '/v1/postmortems/:id/shut-out',
    },
    open: {
      id: 'postmortems.open',
      method: 'post',
      path: '/v1/postmortems',
    },
    edit: {
      id: 'postmortems.edit',
      method: 'patch',
      path: '/v1/postmortems/:id',
    },
    editStep: {
      id: 'postmortems.edit-step',
      method: 'patch',
      path: '/v1/postmortems/:id/steps/:position',
    },
    askForReview: {
      id: 'postmortems.ask-for-review',
      method: 'post',
      path: '/v1/postmortems/:id/review',
    },
    takeBack: {
      id: 'postmortems.take-back',
      method: 'post',
      path: '/v1/postmortems/:id/take-back',
    },
    signOff: {
      id: 'postmortems.sign-off',
      method: 'post',
      path: '/v1/postmortems/:id/sign-off',
    },
    publish: {
      id: 'postmortems.publish',
      method: 'post',
      path: '/v1/postmortems/:id/publish',
    },
    proposeMeeting: {
      id: 'postmortems.propose-meeting',
      method: 'post',
      path: '/v1/postmortems/:id/meeting',
    },
    amend: {
      id: 'postmortems.amend',
      method: 'post',
      path: '/v1/postmortems/:id/amend',
    },
    waive: {
      id: 'postmortems.waive',
      method: 'post',
      path: '/v1/postmortems/:id/waive',
    },
    require: {
      id: 'postmortems.require',
      method: 'post',
      path: '/v1/postmortems/:id/require',
    },
    markWorthReading: {
      id: 'postmortems.mark-worth-reading',
      method: 'put',
      path: '/v1/postmortems/:id/worth-reading',
    },
    unmarkWorthReading: {
      id: 'postmortems.unmark-worth-reading',
      method: 'delete',
      path: '/v1/postmortems/:id/worth-reading',
    },
    saveSection: {
      id: 'postmortems.save-section',
      method: 'put',
      path: '/v1/postmortems/:id/sections/:key',
    },
    sectionVersions: {
      id: 'postmortems.section-versions',
      method: 'get',
      path: '/v1/postmortems/:id/sections/:key/versions',
    },
    sectionChange: {
      id: 'postmortems.section-change',
      method: 'get',
      path: '/v1/postmortems/:id/sections/:key/versions/:number',
    },
    timeline: {
      id: 'postmortems.timeline',
      method: 'get',
      path: '/v1/postmortems/:id/timeline',
    },
    addEntry: {
      id: 'postmortems.add-entry',
      method: 'post',
      path: '/v1/postmortems/:id/timeline',
    },
    editEntry: {
      id: 'postmortems.edit-entry',
      method: 'patch',
      path: '/v1/postmortems/:id/timeline/:entryId',
    },
    mergeEntries: {
      id: 'postmortems.merge-entries',
      method: 'post',
      path: '/v1/postmortems/:id/timeline/merge',
    },
    removeEntry: {
      id: 'postmortems.remove-entry',
      method: 'delete',
      path: '/v1/postmortems/:id/timeline/:entryId',
    },
    collect: {
      id: 'postmortems.collect',
      method: 'post',
      path: '/v1/postmortems/:id/timeline/collect',
    },
    comments: {
      id: 'postmortems.comments',
      method: 'get',
      path: '/v1/postmortems/:id/comments',
    },
    comment: {
      id: 'postmortems.comment',
      method: 'post',
      path: '/v1/postmortems/:id/comments',
    },
    resolveComment: {
      id: 'postmortems.resolve-comment',
      method: 'post',
      path: '/v1/postmortems/:id/comments/:commentId/resolve',
    },
    addImage: {
      id: 'postmortems.add-image',
      method: 'post',
      path: '/v1/postmortems/:id/images',
    },
    image: {
      id: 'postmortems.image',
      method: 'get',
      path: '/v1/postmortems/:id/images/:imageId',
    },
    templates: {
      id: 'postmortems.templates',
      method: 'get',
      path: '/v1/postmortem-templates',
    },
    addTemplate: {
      id: 'postmortems.add-template',
      method: 'post',
      path: '/v1/postmortem-templates',
    },
    editTemplate: {
      id: 'postmortems.edit-template',
      method: 'put',
      path: '/v1/postmortem-templates/:templateId',
    },
    removeTemplate: {
      id: 'postmortems.remove-template',
      method: 'delete',
      path: '/v1/postmortem-templates/:templateId',
    },
    words: {
      id: 'postmortems.words',
      method: 'get',
      path: '/v1/postmortem-words',
    },
    factors: {
      id: 'postmortems.factors',
      method: 'get',
      path: '/v1/factors',
    },
    factor: {
      id: 'postmortems.factor',
      method: 'get',
      path: '/v1/factors/:factorId',
    },
    addFactor: {
      id: 'postmortems.add-factor',
      method: 'post',
      path: '/v1/postmortems/:id/factors',
    },
    editFactor: {
      id: 'postmortems.edit-factor',
      method: 'patch',
      path: '/v1/postmortems/:id/factors/:nodeId',
    },
    removeFactor: {
      id: 'postmortems.remove-factor',
      method: 'delete',
      path: '/v1/postmortems/:id/factors/:nodeId',
    },
    feedback: {
      id: 'postmortems.feedback',
      method: 'get',
      path: '/v1/postmortems/:id/feedback',
    },
    giveFeedback: {
      id: 'postmortems.give-feedback',
      method: 'put',
      path: '/v1/postmortems/:id/feedback',
    },
    followUps: {
      id: 'postmortems.follow-ups',
      method: 'get',
      path: '/v1/follow-ups',
    },
    figures: {
      id: 'postmortems.figures',
      method: 'get',
      path: '/v1/learning-figures',
    },
    ticketSystems: {
      id: 'postmortems.ticket-systems',
      method: 'get',
      path: '/v1/ticket-systems',
    },
    addFollowUp: {
      id: 'postmortems.add-follow-up',
      method: 'post',
      path: '/v1/postmortems/:id/follow-ups',
    },
    editFollowUp: {
      id: 'postmortems.edit-follow-up',
      method: 'patch',
      path: '/v1/follow-ups/:id',
    },
    finishFollowUp: {
      id: 'postmortems.finish-follow-up',
      method: 'post',
      path: '/v1/follow-ups/:id/done',
    },
    verifyFollowUp: {
      id: 'postmortems.verify-follow-up',
      method: 'post',
      path: '/v1/follow-ups/:id/verify',
    },
    reopenFollowUp: {
      id: 'postmortems.reopen-follow-up',
      method: 'post',
      path: '/v1/follow-ups/:id/reopen',
    },
    ticketFollowUp: {
      id: 'postmortems.ticket-follow-up',
      method: 'post',
      path: '/v1/follow-ups/:id/ticket',
    },
    removeFollowUp: {
      id: 'postmortems.remove-follow-up',
      method: 'delete',
      path: '/v1/follow-ups/:id',
    },
    texts: {
      id: 'postmortems.texts',
      method: 'get',
      path: '/v1/postmortem-texts',
    },
    similar: {
      id: 'postmortems.similar',
      method: 'get',
      path: '/v1/incidents/:id/similar',
    },
    export: {
      id: 'postmortems.export',
      method: 'get',
      path: '/v1/postmortems/:id/export',
    },
    previewImport: {
      id: 'postmortems.preview-import',
      method: 'post',
      path: '/v1/postmortem-imports/preview',
    },
    import: {
      id: 'postmortems.import',
      method: 'post',
      path: '/v1/postmortem-imports',
    },
    feed: {
      id: 'postmortems.feed',
      method: 'get',
      path: '/v1/me/postmortem-feed',
    },
    makeFeed: {
      id: 'postmortems.make-feed',
      method: 'post',
      path: '/v1/me/postmortem-feed',
    },
    endFeed: {
      id: 'postmortems.end-feed',
      method: 'delete',
      path: '/v1/me/postmortem-feed',
    },
  },
  portal: {
    ready: {
      id: 'portal.ready',
      method: 'get',
      path: '/public/ready',
    },
    me: {
      id: 'portal.me',
      method: 'get',
      path: '/v1/me',
    },
    exportMe: {
      id: 'portal.export-me',
      method: 'get',
      path: '/v1/me/export',
    },
    status: {
      id: 'portal.status',
      method: 'get',
      path: '/v1/status',
    },
    audit: {
      id: 'portal.audit',
      method: 'get',
      path: '/v1/audit',
    },
    deadLetters: {
      id: 'portal.dead-letters',
      method: 'get',
      path: '/v1/dead-letters',
    },
    retryDeadLetter: {
      id: 'portal.retry-dead-letter',
      method: 'post',
      path: '/v1/dead-letters/:id/retry',
    },
  },
  watchdog: {
    status: {
      id: 'watchdog.status',
      method: 'get',
      path: '/public/watchdog',
    },
  },
};
