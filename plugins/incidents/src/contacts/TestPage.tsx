import Button from '@material-ui/core/Button';
import {
  CallOutput,
  endpoints,
} from '@muster/backstage-plugin-incidents-common';
import { useState } from 'react';
import { useCommand } from '../data';
import { CommandError, useLayout } from '../kit';
import { useEscalationText } from '../translation';

/** Sends the viewer a test page through each of their channels, and says what came of it. */
export const TestPage = () => {
  const t = useEscalationText();
  const { tight, ok, bad } = useLayout();
  const [results, setResults] =
    useState<CallOutput<typeof endpoints.paging.testPage>['results']>();
  const send = useCommand(endpoints.paging.testPage, () => undefined);
  return (
    <div className={tight}>
      <div>
        <Button
          variant="outlined"
          size="small"
          disabled={send.pending}
          onClick={async () => {
            const answer = await send.run({});
            if (answer) setResults(answer.results);
          }}
        >
          {t(send.pending ? 'contacts.testing' : 'contacts.test')}
        </Button>
      </div>
      <CommandError error={send.error} />
      <div role="status">
        {results?.map(result => (
          <div key={result.channel} className={result.ok ? ok : bad}>
            {result.ok ? '✔' : '✘'} {result.channel}: {result.detail}
          </div>
        ))}
      </div>
    </div>
  );
};
