import { NamedRef, Actor } from '@muster/backstage-plugin-incidents-common';
import { IncidentRecord, system } from '../../incidents/service';
import { Clock } from '../../platform/clock';
import { Tx } from '../../platform/database';
import { PostmortemRecord } from '../model';
import { Drafter, PostmortemIndex } from '../ports';
import { insertSections } from './sections/sectionStore';
import { builtInTemplate } from './templates/builtInTemplate';
import { fillBody } from './templates/fill';
import { Templates } from './templates/Templates';
import { drawTimeline, startOf } from './timeline/drawn';
import { insertDrawn } from './timeline/entryWriter';
import { participantsOf, Recordings } from './timeline/Recordings';

/** What beginning drafts needs. */
export interface DrafterOptions {
  readonly clock: Clock;
  readonly newId: () => string;
  readonly index: PostmortemIndex;
  readonly templates: Templates;
  readonly recordings: Recordings;
  readonly incidentUrl: (name: string) => string;
}

/** A section that only an import has. */
const unknownSection = { help: '', kind: 'text' as const, required: false };

/** Begins drafts: the sections of a template, and the timeline as it was recorded. */
export class DocumentDrafter implements Drafter {
  readonly #options: DrafterOptions;

  constructor(options: DrafterOptions) {
    this.#options = options;
  }

  async plan(incident: IncidentRecord, templateId?: string) {
    const { clock, index, newId, templates, recordings, incidentUrl } =
      this.#options;
    const [template, recorded] = await Promise.all([
      templates.choose(
        incident.owner?.ref ?? null,
        incident.severity,
        templateId,
      ),
      recordings.of(incident),
    ]);
    const participants: readonly NamedRef[] = participantsOf(recorded);
    return {
      template: { id: template.id, name: template.name },
      participants,
      occurredAt: startOf(recorded),
      apply: async (tx: Tx, record: PostmortemRecord) => {
        const facts = {
          incident,
          incidentName: recorded.name,
          incidentUrl: incidentUrl(recorded.name),
          record,
          participants,
          alertCount: recorded.alerts.length,
        };
        const sections = template.sections.map(section => ({
          ...section,
          body: fillBody(section.body, facts),
        }));
        const begun = { at: clock.now(), by: system };
        await insertSections(tx, record.id, sections, 0, begun);
        await insertDrawn(tx, record.id, drawTimeline(recorded), newId);
        await index.changed(tx, record.id);
      },
    };
  }

  async write(
    tx: Tx,
    { id }: PostmortemRecord,
    sections: readonly { key: string; title: string; body: string }[],
    by: Actor,
  ): Promise<void> {
    const begun = sections.map(section => ({
      ...(builtInTemplate.sections.find(({ key }) => key === section.key) ??
        unknownSection),
      ...section,
    }));
    const { clock, index } = this.#options;
    await insertSections(tx, id, begun, 1, { at: clock.now(), by });
    await index.changed(tx, id);
  }
}
