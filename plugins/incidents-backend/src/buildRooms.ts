import {
  AuditorService,
  AuthService,
  HttpAuthService,
  LoggerService,
  PermissionsRegistryService,
  PermissionsService,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import {
  ActionsRegistryService,
  ActionsService,
} from '@backstage/backend-plugin-api/alpha';
import { NotFoundError } from '@backstage/errors';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { NotificationService } from '@backstage/plugin-notifications-node';
import { SignalsService } from '@backstage/plugin-signals-node';
import { PagingInbox } from '@muster/backstage-plugin-incidents-node';
import { randomBytes, randomUUID } from 'node:crypto';
import express from 'express';
import Router from 'express-promise-router';
import { createAlerts, randomKey } from './alerts/service';
import { directoryActions } from './directory/actions';
import { CatalogDirectory, CatalogRead } from './directory/CatalogDirectory';
import { escalationActions } from './escalation/actions';
import { hasAcknowledged } from './escalation/askedStore';
import { createEscalation } from './escalation/createEscalation';
import { StepsForPeople } from './escalation/StepsForPeople';
import { IncidentAccess } from './incidents/access';
import { incidentActions } from './incidents/actions';
import { mountIncidents } from './incidents/routes';
import { incidentNamer, Incidents } from './incidents/service';
import { createOnCall } from './oncall/createOnCall';
import { pagingActions } from './paging/actions';
import { ChannelRegistry } from './paging/ChannelRegistry';
import { createPaging } from './paging/createPaging';
import { AuditBook } from './platform/Audit';
import { Clock } from './platform/clock';
import { MusterConfig } from './platform/config';
import { Database } from './platform/database';
import { EndpointServer } from './platform/http';
import { Metrics } from './platform/metrics';
import { ProcessLoad } from './platform/ProcessLoad';
import { claimDatabase, Settings } from './platform/settings';
import { PlayActionPoint } from './plays/actions/modules/PlayActionPoint';
import { registerOperations } from './plays/actions/registry/registerOperations';
import { createPlays } from './plays/createPlays';
import { createPostmortems } from './postmortems/createPostmortems';
import { TicketPoint } from './postmortems/followUps/TicketPoint';
import { portalFacts } from './portal/facts';
import { observePortal } from './portal/gauges';
import { LiveUpdates } from './portal/LiveUpdates';
import { createReadinessRouter, readinessOf } from './portal/readiness';
import { mountAudit } from './portal/audit';
import { mountPortal } from './portal/routes';
import { pagedIncidents } from './portal/wiring';
import { createWatchdogRouter } from './watchdog/publicRouter';
import { Watchdog } from './watchdog/Watchdog';
import { createWorkQueue } from './work/createWorkQueue';
import { mountWork } from './work/routes';
import { WorkQueue } from './work/service';

/** What the rooms are built from. */
export interface Foundations {
  readonly auditor: AuditorService;
  readonly auth: AuthService;
  readonly catalog: CatalogService;
  readonly channels: ChannelRegistry;
  readonly clock: Clock;
  readonly config: MusterConfig;
  readonly database: Database;
  readonly httpAuth: HttpAuthService;
  readonly logger: LoggerService;
  readonly metrics: Metrics;
  readonly notifications: NotificationService;
  readonly permissions: PermissionsService;
  readonly permissionsRegistry: PermissionsRegistryService;
  /** What modules have added to what plays can do. */
  readonly playActions: PlayActionPoint;
  /** Ticket systems that modules have connected. */
  readonly tickets: TicketPoint;
  /** Where the portal's other automation finds our operations. */
  readonly actionsRegistry: ActionsRegistryService;
  /** The actions of the portal's other plugins. */
  readonly portalActions: ActionsService;
  readonly signals: SignalsService;
  readonly userInfo: UserInfoService;
}

/** Builds the rooms in their order and wires the few inversions between them. */
export async function buildRooms(foundations: Foundations): Promise<{
  readonly router: express.Router;
  readonly work: WorkQueue;
  /** What comes back from providers. */
  readonly inbox: PagingInbox;
  readonly refreshDirectory: () => Promise<CatalogRead>;
  /** Does once what the first question after a start would wait for, when the catalog has been read. */
  readonly warmUp: () => Promise<void>;
  /** Looks whether every incident goes on. */
  readonly watch: () => Promise<void>;
  /** Deletes what is kept for a time only. */
  readonly purge: () => Promise<void>;
  /** Supersedes pages that have lost their reason during a long stop; before the queue starts. */
  readonly lookBack: () => Promise<void>;
  /** This process is alive; each minute. */
  readonly beat: () => Promise<void>;
  /** Mends what waits too long since the database's clock was set back. */
  readonly bringForward: () => Promise<void>;
}> {
  const { clock, config, database, logger, metrics } = foundations;
  const newId = () => randomUUID();
  const settings = new Settings(database);
  await claimDatabase(settings, config.demo);
  const madeKey = await settings.getOrSet(
    'signing-key',
    randomBytes(32).toString('hex'),
  );
  const keys = config.keys.length > 0 ? config.keys : [madeKey];

  const load = new ProcessLoad();
  const work = createWorkQueue({ database, clock, logger, metrics, load });
  const directory = new CatalogDirectory({ ...foundations, settings });
  const incidents = new Incidents({
    database,
    clock,
    work,
    directory,
    pageFrom: config.pageFrom,
    nameOf: incidentNamer(config.numberPrefix),
  });
  const access = new IncidentAccess(foundations);

  const paging = createPaging({
    ...foundations,
    newId,
    load,
    work,
    directory,
    keys,
    settings,
    demo: config.demo,
    environment: config.environment ?? null,
    singlePagesPerMinute: config.singlePagesPerMinute,
    links: {
      incidentUrl: name => `${config.appBaseUrl}/incidents/${name}`,
      acknowledgeUrl: token => `${config.publicUrl}/acknowledge/${token}`,
      portalUrl: `${config.appBaseUrl}/incidents`,
    },
    incidents: pagedIncidents({
      incidents,
      directory,
      appBaseUrl: config.appBaseUrl,
      changesOf: (entityRefs, since) =>
        alerts.newestChangesOf(entityRefs, since),
      clock,
      acknowledgedBy: hasAcknowledged,
    }),
  });
  const onCall = createOnCall({
    ...foundations,
    newId,
    work,
    directory,
    notes: paging.notes,
    handoffNoticeMinutes: config.onCall.handoffNoticeMinutes,
    pipelines: config.pipelines,
    links: {
      scheduleUrl: id => `${config.appBaseUrl}/incidents/on-call/${id}`,
      myUrl: `${config.appBaseUrl}/incidents/me`,
      calendarUrl: `${config.publicUrl}/calendar/`,
    },
    isUsed: scheduleId => escalation.policies.usesSchedule(scheduleId),
  });
  const escalation = createEscalation({
    database,
    clock,
    newId,
    work,
    directory,
    incidents,
    onCall: onCall.answers,
    book: onCall.book,
    paging: paging.service,
    foresight: paging.foresight,
    config,
  });
  const alerts = createAlerts({
    database,
    clock,
    newId,
    newKey: randomKey,
    work,
    settings,
    directory,
    incidents,
    logger,
    metrics,
    load,
    eventsPerMinutePerKey: config.eventsPerMinutePerKey,
    publicUrl: config.publicUrl,
  });

  incidents.connect({
    findResponsible: escalation.finder,
    escalation: escalation.engine,
    onResolved: alerts.resolveAlertsOf,
    findMaintenance: alerts.maintenance,
  });
  paging.connect(
    escalation.engine,
    new StepsForPeople({
      database,
      clock,
      incidents,
      finder: escalation.finder,
    }),
  );
  paging.registerWork();
  await paging.claimEnvironment();
  const live = new LiveUpdates({ ...foundations, load });
  incidents.log.subscribe(live);

  const watchdog = new Watchdog({
    ...foundations,
    work,
    incidents,
    pageFrom: config.pageFrom,
    isHolding: async () => (await paging.environment()).holding,
  });

  const postmortems = createPostmortems({
    ...foundations,
    newId,
    work,
    settings,
    directory,
    incidents,
    access,
    alerts,
    notes: paging.notes,
  });

  const plays = createPlays({
    ...foundations,
    newId,
    work,
    settings,
    keys,
    directory,
    finder: escalation.finder,
    onCall: onCall.answers,
    incidents,
    access,
    alerts,
    notes: paging.notes,
    roomActions: [
      ...directoryActions({ directory }),
      ...incidentActions({ incidents, directory }),
      ...pagingActions({
        incidents,
        directory,
        notes: paging.notes,
        portalUrl: `${config.appBaseUrl}/incidents`,
      }),
      ...escalationActions({
        incidents,
        directory,
        finder: escalation.finder,
        foresight: paging.foresight,
        onCall: onCall.answers,
        book: onCall.book,
      }),
      ...postmortems.actions,
    ],
    tellBrowsers: endpointId => live.calledFor(endpointId),
  });

  observePortal({ metrics, clock, directory, incidents, paging, work });

  const audit = new AuditBook({ ...foundations, newId });
  const server = new EndpointServer({
    ...foundations,
    audit,
    admins: config.admins,
    strictAnswers: process.env.NODE_ENV !== 'production',
    onChange: endpointId => live.calledFor(endpointId),
    checkIncident: (permission, incident, credentials) =>
      typeof incident === 'object'
        ? access.allows(permission, incident, credentials)
        : access.allowsById(permission, incident, credentials),
  });
  mountIncidents(server, {
    incidents,
    access,
    directory,
    database,
    clock,
    nextStep: id => escalation.engine.nextStep(id),
    asks: id => escalation.engine.asks(id),
    hasOtherPolicy: incident => escalation.engine.hasOtherPolicy(incident),
  });
  onCall.mount(server);
  escalation.mount(server);
  paging.mount(server);
  alerts.mount(server);
  postmortems.mount(server);
  plays.mount(server);
  mountWork(server, work);
  mountAudit(server, audit);
  mountPortal(
    server,
    portalFacts({
      ...foundations,
      directory,
      incidents,
      access,
      paging,
      work,
      alerts,
      escalation,
      watchdog,
      onCall,
      audit,
    }),
  );
  registerOperations(foundations.actionsRegistry, server);

  const router = Router();
  router.use(alerts.publicRouter);
  router.use(plays.publicRouter);
  router.use(postmortems.publicRouter);
  router.use(createWatchdogRouter({ watchdog, clock }));
  router.use(paging.publicRouter);
  router.use(onCall.publicRouter);
  router.use(
    createReadinessRouter(() =>
      readinessOf({ database, clock, work, directory }),
    ),
  );
  router.use(server.router);
  router.use(['/v1', '/public'], ({ method, originalUrl }) => {
    throw new NotFoundError(
      `There is no ${method} ${originalUrl.replace(/\?.*/, '')}; /api/incidents/v1/openapi.json lists what there is`,
    );
  });
  return {
    router,
    work,
    inbox: paging.inbox,
    watch: () => watchdog.check(),
    warmUp: () => escalation.warmUp(),
    refreshDirectory: () => directory.refresh(),
    purge: async () => {
      await incidents.log.tellTheMissed();
      await alerts.purge();
      await onCall.purge();
      await paging.purge();
      await plays.purge();
      await audit.purge();
    },
    lookBack: async () => {
      await paging.lookBack();
    },
    beat: () => paging.beat(),
    bringForward: async () => {
      const mended = [
        await paging.bringForward(),
        await escalation.engine.bringForward(),
        await alerts.bringForward(),
      ];
      const count = mended.reduce((sum, n) => sum + n);
      if (count > 0) {
        logger.warn(
          `${count} pages, steps and windows stood further in the future than they ever wait, and were brought forward`,
        );
      }
    },
  };
}
