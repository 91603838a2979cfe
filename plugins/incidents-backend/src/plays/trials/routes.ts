import { contract } from '@muster/backstage-plugin-incidents-common';
import { EndpointServer } from '../../platform/http';
import { contextDocs } from '../context/contextDocs';
import { playJsonSchema } from '../language/jsonSchema';
import { ActionCatalog, PlayLanguage } from '../ports';
import { Backtest } from './Backtest';
import { library } from './library';
import { Trials } from './Trials';

/** Serves what whoever writes a play looks things up in and tries it with. */
export function mountTrials(
  server: EndpointServer,
  options: {
    actions: ActionCatalog;
    language: PlayLanguage;
    trials: Trials;
    backtest: Backtest;
  },
): void {
  const { actions, language, trials } = options;
  const api = contract.plays;

  server.mount(api.actions, {
    handle: async () => ({ items: [...(await actions.list())] }),
  });
  server.mount(api.schema, {
    handle: async () => ({
      schema: playJsonSchema(await actions.list()),
      context: [...contextDocs],
    }),
  });
  server.mount(api.check, {
    handle: async ({ body }) => {
      const read = language.read(body.source, await actions.list());
      return {
        faults: [...read.faults],
        document: read.document,
        actions: [...read.actions],
      };
    },
  });
  server.mount(api.dryRun, {
    handle: ({ body, caller, credentials }) =>
      trials.dryRun(body, caller, credentials),
  });
  server.mount(api.backtest, {
    handle: ({ body, caller, credentials }) =>
      options.backtest.over(
        {
          source: body.source,
          from: new Date(body.from),
          to: new Date(body.to),
        },
        // An admin would approve it for every team.
        caller.kind === 'person' && caller.isAdmin,
        credentials,
      ),
  });
  server.mount(api.library, {
    handle: async () => ({ items: [...library] }),
  });
}
