import {
  Caller,
  contract,
  WordRule,
} from '@muster/backstage-plugin-incidents-common';
import { Directory, personOf } from '../../directory/service';
import { EndpointServer } from '../../platform/http';
import { PostmortemGate } from '../ports';
import { Comments } from './comments/Comments';
import { Images } from './images/Images';
import { Sections } from './sections/Sections';
import { liveFields } from './templates/liveFields';
import { subjectOfTemplate, Templates } from './templates/Templates';
import { Curation } from './timeline/Curation';

/** Serves the writing of postmortems. */
export function mountDocument(
  server: EndpointServer,
  options: {
    directory: Pick<Directory, 'named'>;
    gate: PostmortemGate;
    sections: Sections;
    curation: Curation;
    comments: Comments;
    images: Images;
    templates: Templates;
    /** What the portal's wording check looks for besides its own rules. */
    words: readonly WordRule[];
  },
): void {
  const { directory, gate, sections, curation, comments, images, templates } =
    options;
  const api = contract.postmortems;
  const by = (caller: Caller) => personOf(directory, caller);
  const actor = async (caller: Caller) => ({
    kind: 'person' as const,
    ...(await by(caller)),
  });
  type One = { params: { id: number }; caller: Caller };
  const subjects = async ({ params, caller }: One) => [
    await gate.subject(await gate.read(params.id, caller)),
  ];

  server.mount(api.saveSection, {
    subjects,
    handle: async ({ params: { id, key }, body, caller }) =>
      sections.save(id, key, body.version, body.body, await actor(caller)),
  });
  server.mount(api.sectionVersions, {
    subjects,
    handle: async ({ params: { id, key } }) => ({
      items: await sections.versions(id, key),
    }),
  });
  server.mount(api.sectionChange, {
    subjects,
    handle: ({ params: { id, key, number } }) =>
      sections.change(id, key, number),
  });

  server.mount(api.timeline, {
    subjects,
    handle: async ({ params }) => ({
      items: await curation.timeline(params.id),
    }),
  });
  server.mount(api.addEntry, {
    subjects,
    handle: async ({ params, body, caller }) =>
      curation.add(params.id, body, await by(caller)),
  });
  server.mount(api.mergeEntries, {
    subjects,
    handle: async ({ params, body, caller }) =>
      curation.merge(params.id, body.entries, body.text, await by(caller)),
  });
  server.mount(api.editEntry, {
    subjects,
    handle: async ({ params, body, caller }) =>
      curation.edit(params.id, params.entryId, body, await by(caller)),
  });
  server.mount(api.removeEntry, {
    subjects,
    handle: async ({ params, caller }) => {
      await curation.remove(params.id, params.entryId, await by(caller));
      return {};
    },
  });
  server.mount(api.collect, {
    subjects,
    handle: async ({ params, caller }) => ({
      added: await curation.collect(
        await gate.read(params.id, caller),
        await by(caller),
      ),
    }),
  });

  server.mount(api.comments, {
    subjects,
    handle: async ({ params }) => ({ items: await comments.list(params.id) }),
  });
  server.mount(api.comment, {
    subjects,
    handle: async ({ params, body, caller }) =>
      comments.add(params.id, body, await by(caller)),
  });
  server.mount(api.resolveComment, {
    subjects,
    handle: async ({ params, caller }) =>
      comments.resolve(params.id, params.commentId, await by(caller)),
  });

  server.mount(api.addImage, {
    subjects,
    handle: async ({ params, body, caller }) =>
      images.add(params.id, body, await by(caller)),
  });
  server.mount(api.image, {
    subjects,
    handle: ({ params }) => images.get(params.id, params.imageId),
  });

  const template = async ({ params }: { params: { templateId: string } }) =>
    subjectOfTemplate((await templates.get(params.templateId)).ownerRef);
  server.mount(api.templates, {
    handle: async ({ caller }) => ({
      items: await templates.list(caller),
      variables: liveFields.map(({ name, text }) => ({ name, text })),
    }),
  });
  server.mount(api.addTemplate, {
    subjects: async ({ body }) => [subjectOfTemplate(body.ownerRef)],
    handle: async ({ body, caller }) =>
      templates.add(body, await by(caller), caller),
  });
  server.mount(api.editTemplate, {
    // Neither may somebody take away a template of others, nor give one to them.
    subjects: async ({ params, body }) => [
      await template({ params }),
      subjectOfTemplate(body.ownerRef),
    ],
    handle: async ({ params, body: { version, ...fields }, caller }) =>
      templates.change(
        params.templateId,
        version,
        fields,
        await by(caller),
        caller,
      ),
  });
  server.mount(api.removeTemplate, {
    subjects: async call => [await template(call)],
    handle: async ({ params }) => {
      await templates.remove(params.templateId);
      return {};
    },
  });

  server.mount(api.words, {
    handle: async () => ({ items: [...options.words] }),
  });
}
