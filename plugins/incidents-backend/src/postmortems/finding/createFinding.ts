import { IncidentAccess, Incidents } from '../../incidents/service';
import { Clock } from '../../platform/clock';
import { Database } from '../../platform/database';
import { FullText } from '../../platform/fullText';
import { EndpointServer } from '../../platform/http';
import { Settings } from '../../platform/settings';
import { WorkQueue } from '../../work/service';
import { isPublished } from '../model';
import { FollowUpReader, PostmortemGate, PostmortemViews } from '../ports';
import { findPostmortem } from '../store';
import { EntityLearning } from './EntityLearning';
import { IncidentWords } from './IncidentWords';
import { PostmortemFacets } from './PostmortemFacets';
import { PostmortemLists } from './PostmortemLists';
import { PostmortemTexts } from './PostmortemTexts';
import { Reach } from './Reach';
import { mountFinding } from './routes';
import { SimilarIncidents } from './SimilarIncidents';

/** How postmortems, and incidents like the present one, are found. */
export function createFinding(options: {
  readonly database: Database;
  readonly clock: Clock;
  readonly work: WorkQueue;
  readonly settings: Settings;
  readonly incidents: Incidents;
  readonly access: IncidentAccess;
  readonly gate: PostmortemGate;
  readonly views: PostmortemViews;
  readonly followUps: FollowUpReader;
}): { mount(server: EndpointServer): void } {
  const { access, database, gate } = options;
  access.knows('postmortem', async id => {
    const record = await findPostmortem(database.knex, id);
    if (!record || !isPublished(record) || record.restricted) return undefined;
    return (await gate.subject(record)).like;
  });
  const fullText = new FullText(options.database);
  const parts = { ...options, fullText, reach: new Reach(options) };
  const words = new IncidentWords(parts);
  words.register();
  options.incidents.log.subscribe({
    name: 'postmortems.words',
    changed: change => words.changed(change),
  });
  return {
    mount: server =>
      mountFinding(server, {
        incidents: options.incidents,
        lists: new PostmortemLists(parts),
        facets: new PostmortemFacets(parts),
        learning: new EntityLearning(parts),
        similar: new SimilarIncidents(parts),
        texts: new PostmortemTexts(parts),
      }),
  };
}
