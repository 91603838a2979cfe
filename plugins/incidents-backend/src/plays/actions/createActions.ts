import { AuthService, LoggerService } from '@backstage/backend-plugin-api';
import { ActionsService } from '@backstage/backend-plugin-api/alpha';
import { OutsideHttp } from '@muster/backstage-plugin-incidents-node';
import { Directory } from '../../directory/service';
import { Incidents } from '../../incidents/service';
import { Clock } from '../../platform/clock';
import { MusterConfig } from '../../platform/config';
import { RoomAction } from '../../platform/roomAction';
import { ActionCatalog } from '../ports';
import { InstalledActions } from './ActionCatalog';
import { AuthorityGuard } from './authority';
import { HttpRequest } from './http/HttpRequest';
import { moduleAction } from './modules/moduleAction';
import { ModuleAction } from './modules/PlayActionPoint';
import { PortalActions } from './portal/PortalActions';
import { Redactor } from './Redactor';
import { insideAction } from './roomActions';

/** A step may not take longer than this in any case. */
const longestStepMs = 600_000;

/** Gathers everything that plays may do. */
export function createActions(options: {
  readonly auth: AuthService;
  readonly clock: Clock;
  readonly logger: LoggerService;
  readonly directory: Directory;
  readonly incidents: Incidents;
  readonly config: Pick<MusterConfig, 'admins' | 'plays'>;
  /** What the rooms above offer. */
  readonly roomActions: readonly RoomAction[];
  /** What modules have added. */
  readonly playActions: { readonly all: readonly ModuleAction[] };
  /** The portal's actions registry. */
  readonly portalActions: ActionsService;
}): ActionCatalog {
  const { incidents, playActions, portalActions } = options;
  const { http, secrets } = options.config.plays;
  const guard = new AuthorityGuard({
    ...options,
    admins: options.config.admins,
  });
  const nameOf = (id: number) => incidents.nameOf(id);
  const redactor = new Redactor(
    Object.values(secrets).map(({ value }) => value),
  );
  return new InstalledActions({
    known: [
      ...options.roomActions.map(action => insideAction(action, guard)),
      new HttpRequest({
        guard,
        http: new OutsideHttp({
          allow: http.allow,
          setting: 'incidents.plays.http.allow',
          timeoutMs: longestStepMs,
        }),
        secrets: new Map(Object.entries(secrets)),
        redactor,
      }),
      ...playActions.all.map(action =>
        moduleAction(action, { ...options, guard, redactor, nameOf }),
      ),
    ],
    sources: [
      new PortalActions({
        ...options,
        actions: portalActions,
        guard,
        redactor,
      }),
    ],
    redactor,
  });
}
