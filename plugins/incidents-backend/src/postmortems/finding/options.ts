import { IncidentAccess, Incidents } from '../../incidents/service';
import { Clock } from '../../platform/clock';
import { Database } from '../../platform/database';
import { FullText } from '../../platform/fullText';
import { Settings } from '../../platform/settings';
import { WorkQueue } from '../../work/service';
import { FollowUpReader, PostmortemViews } from '../ports';
import { Reach } from './Reach';

/** What the parts of finding are built from; each takes what it needs. */
export interface FindingOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly work: WorkQueue;
  readonly settings: Settings;
  readonly incidents: Incidents;
  readonly access: Pick<IncidentAccess, 'readable'>;
  readonly views: Pick<PostmortemViews, 'list'>;
  readonly followUps: Pick<FollowUpReader, 'openOf'>;
  readonly fullText: FullText;
  readonly reach: Reach;
}
