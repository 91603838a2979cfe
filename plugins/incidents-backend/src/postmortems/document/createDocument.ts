import { Alerts } from '../../alerts/service';
import { Directory } from '../../directory/service';
import { Incidents } from '../../incidents/service';
import { NoteBox } from '../../oncall/ports';
import { Clock } from '../../platform/clock';
import { MusterConfig } from '../../platform/config';
import { Database } from '../../platform/database';
import { EndpointServer } from '../../platform/http';
import {
  DocumentReader,
  Drafter,
  PostmortemGate,
  PostmortemIndex,
} from '../ports';
import { CommentNews } from './comments/CommentNews';
import { Comments } from './comments/Comments';
import { DocumentDrafter } from './DocumentDrafter';
import { Documents } from './Documents';
import { Images } from './images/Images';
import { Mentions } from './Mentions';
import { mountDocument } from './routes';
import { Sections } from './sections/Sections';
import { Templates } from './templates/Templates';
import { Curation } from './timeline/Curation';
import { Recordings } from './timeline/Recordings';

/** What the document of postmortems needs of the rest of the room, and of the rooms above. */
export interface DocumentOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly config: Pick<MusterConfig, 'admins' | 'appBaseUrl' | 'postmortems'>;
  readonly directory: Directory;
  readonly incidents: Incidents;
  readonly alerts: Alerts;
  readonly notes: NoteBox;
  readonly gate: PostmortemGate;
  readonly index: PostmortemIndex;
}

/** The document, as the room wires it. */
export interface Document {
  readonly drafter: Drafter;
  readonly reader: DocumentReader;
  mount(server: EndpointServer): void;
}

/** Builds it: templates, sections, the timeline, comments, images. */
export function createDocument(options: DocumentOptions): Document {
  const { config } = options;
  const portalUrl = `${config.appBaseUrl}/incidents`;
  const templates = new Templates(options);
  const recordings = new Recordings(options);
  const urlOf = (name: string) => `${portalUrl}/postmortems/${name}`;
  const mentions = new Mentions({ ...options, urlOf });
  const sections = new Sections({ ...options, mentions });
  const curation = new Curation({ ...options, recordings });
  const news = new CommentNews({
    ...options,
    urlOf,
    admins: config.admins,
  });
  const comments = new Comments({ ...options, mentions, news });
  const images = new Images(options);
  return {
    drafter: new DocumentDrafter({
      ...options,
      templates,
      recordings,
      incidentUrl: name => `${portalUrl}/${name}`,
    }),
    reader: new Documents(options),
    mount: server =>
      mountDocument(server, {
        ...options,
        sections,
        curation,
        comments,
        images,
        templates,
        words: config.postmortems.words,
      }),
  };
}
