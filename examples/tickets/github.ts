// Follow-ups as issues of one GitHub repository (https://docs.github.com/rest/issues), in sixty lines.
import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { incidentsTicketsExtensionPoint } from '@muster/backstage-plugin-incidents-node';
import { z } from 'zod';

const issueSchema = z.object({
  number: z.number(),
  html_url: z.string(),
  state: z.enum(['open', 'closed']),
});

export default createBackendModule({
  pluginId: 'incidents',
  moduleId: 'github-issues',
  register(env) {
    env.registerInit({
      deps: {
        tickets: incidentsTicketsExtensionPoint,
        config: coreServices.rootConfig,
      },
      async init({ tickets, config }) {
        const repository = config.getString('githubIssues.repository');
        const token = config.getString('githubIssues.token');
        const ask = async (path: string, init: RequestInit) => {
          const response = await fetch(`https://api.github.com${path}`, {
            ...init,
            headers: { authorization: `Bearer ${token}` },
          });
          if (response.status === 404) return undefined;
          if (!response.ok) throw new Error(`GitHub says ${response.status}`);
          return response.json();
        };
        tickets.addSystem({
          id: 'github-issues',
          title: 'GitHub',
          async create(request, { idempotencyKey, signal }) {
            // GitHub knows no keys, so that the key stands in the issue, and the newest ones are looked through for it.
            const mark = `<!-- ${idempotencyKey} -->`;
            const path = `/repos/${repository}/issues`;
            const newest = z
              .array(issueSchema.extend({ body: z.string().nullish() }))
              .parse(await ask(`${path}?state=all&per_page=100`, { signal }));
            const { title, description, url, dueOn } = request;
            const issue =
              newest.find(({ body }) => body?.includes(mark)) ??
              issueSchema.parse(
                await ask(path, {
                  method: 'POST',
                  signal,
                  body: JSON.stringify({
                    title,
                    body: `${description}\n\nDue on ${dueOn}, from ${url}\n${mark}`,
                  }),
                }),
              );
            return { key: `#${issue.number}`, url: issue.html_url };
          },
          async isDone(key, { signal }) {
            const path = `/repos/${repository}/issues/${key.slice(1)}`;
            const issue = await ask(path, { signal });
            return issue && issueSchema.parse(issue).state === 'closed';
          },
        });
      },
    });
  },
});
