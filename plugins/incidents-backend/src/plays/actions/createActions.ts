import { OutsideHttp } from '@muster/backstage-plugin-incidents-node';
import { Directory } from '../../directory/service';
import { Incidents } from '../../incidents/service';
import { MusterConfig } from '../../platform/config';
import { RoomAction } from '../../platform/roomAction';
import { ActionCatalog } from '../ports';
import { ActionSource, InstalledActions } from './ActionCatalog';
import { AuthorityGuard } from './authority';
import { HttpRequest } from './http/HttpRequest';
import { Redactor } from './Redactor';
import { insideAction } from './roomActions';

/** A step may not take longer than this in any case. */
const longestStepMs = 600_000;

/** Gathers everything that plays may do. */
export function createActions(options: {
  readonly directory: Directory;
  readonly incidents: Incidents;
  readonly config: Pick<MusterConfig, 'admins' | 'plays'>;
  /** What the rooms above offer. */
  readonly roomActions: readonly RoomAction[];
  readonly sources?: readonly ActionSource[];
}): ActionCatalog {
  const { http, secrets } = options.config.plays;
  const guard = new AuthorityGuard({
    ...options,
    admins: options.config.admins,
  });
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
    ],
    sources: options.sources ?? [],
    redactor,
  });
}
