import {
  contract,
  Postmortem,
} from '@muster/backstage-plugin-incidents-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { ana, minutesAgo } from '../__testUtils__/builders';
import { FakeServer } from '../__testUtils__/FakeServer';
import {
  aPostmortem,
  aPostmortemDetail,
  aTimelineEntry,
  nothingLearnt,
} from '../__testUtils__/postmortems';
import { showView } from '../__testUtils__/showView';
import { IncidentsRoot } from '../data';
import { EntityPostmortemsContent } from './entity/EntityPostmortemsContent';
import { PostmortemsPage } from './PostmortemsPage';
import { ReadPage } from './read/ReadPage';

const { postmortems } = contract;
const why = 'Shows how our pools fail together';
const worthReading: Postmortem['worthReading'] = {
  why,
  by: { kind: 'person', ...ana },
  at: minutesAgo(5),
};

const reading = (server: FakeServer) =>
  showView(
    <IncidentsRoot name="read">
      <ReadPage name="PM-12" />
    </IncidentsRoot>,
    { server },
  );

describe('the reading list', () => {
  it('takes a published postmortem with a sentence why, and lets go of it', async () => {
    const may = ['mark-worth-reading' as const];
    const server = new FakeServer()
      .on(postmortems.get, aPostmortemDetail({ may }))
      .on(postmortems.markWorthReading, aPostmortemDetail({ may }))
      .on(postmortems.unmarkWorthReading, aPostmortemDetail({ may }));
    reading(server);
    const mark = { name: 'Mark as worth reading' };
    await userEvent.click(await screen.findByRole('button', mark));
    const dialog = within(await screen.findByRole('dialog'));
    const submit = dialog.getByRole('button', mark);
    expect(submit).toBeDisabled();
    await userEvent.type(dialog.getByLabelText(/^Why/), why);
    server.on(postmortems.get, aPostmortemDetail({ may, worthReading }));
    await userEvent.click(submit);
    await waitFor(() =>
      expect(server.callsOf(postmortems.markWorthReading)).toMatchObject([
        { params: { id: 'PM-12' }, body: { why } },
      ]),
    );
    expect(await screen.findByText(why)).toBeInTheDocument();

    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    server.on(postmortems.get, aPostmortemDetail({ may }));
    await userEvent.click(
      screen.getByRole('button', { name: 'Take off the reading list' }),
    );
    await waitFor(() => expect(screen.queryByText(why)).toBeNull());
    expect(server.callsOf(postmortems.unmarkWorthReading)).toHaveLength(1);
  });

  it('is a switch of the browser, with its sentence on each line', async () => {
    const server = new FakeServer().onCall(postmortems.list, ({ query }) => ({
      items: [
        {
          ...aPostmortem(query.worthReading ? { worthReading } : {}),
          excerpt: null,
        },
      ],
      nextCursor: null,
    }));
    showView(<PostmortemsPage />, { server });
    await screen.findByRole('link', { name: /^PM-12/ });
    expect(screen.queryByText(why)).toBeNull();
    await userEvent.click(
      screen.getByRole('button', { name: 'Worth reading' }),
    );
    expect(await screen.findByText(why)).toBeInTheDocument();
    expect(screen.getByTestId('address')).toHaveTextContent(
      '/?worthReading=yes',
    );
  });

  it('stands first on the page of the service, where its incident is replayed', async () => {
    const server = new FakeServer()
      .on(postmortems.ofEntity, {
        ...nothingLearnt,
        worthReading: [aPostmortem({ worthReading })],
      })
      .on(postmortems.list, { items: [], nextCursor: null })
      .on(postmortems.timeline, { items: [aTimelineEntry({ id: 'e1' })] });
    showView(<EntityPostmortemsContent />, { server });
    expect(await screen.findByText(why)).toBeInTheDocument();
    expect(
      screen.getAllByRole('heading').map(({ textContent }) => textContent),
    ).toEqual(['For newcomers', 'Postmortems']);
    expect(server.callsOf(postmortems.timeline)).toEqual([]);
    await userEvent.click(screen.getByRole('button', { name: 'Replay PM-12' }));
    expect(await screen.findByTestId('incidents-replay')).toBeInTheDocument();
  });
});

describe('incidents like that of a postmortem', () => {
  const similar = {
    items: [
      {
        id: 3,
        name: 'INC-3',
        title: 'Payments stood still',
        entity: aPostmortem().entity,
        severity: 'SEV2' as const,
        openedAt: minutesAgo(9000),
        durationSeconds: 60,
        because: 'the same service',
        postmortem: { id: 4, name: 'PM-4', summary: 'The queue grew.' },
      },
    ],
  };

  it('are beside it where there is one that the reader may read', async () => {
    const server = new FakeServer()
      .on(postmortems.get, aPostmortemDetail())
      .on(postmortems.similar, similar);
    reading(server);
    expect(await screen.findByRole('link', { name: /^INC-3/ })).toBeVisible();
    expect(screen.getByRole('link', { name: 'PM-4' })).toBeVisible();
    expect(server.callsOf(postmortems.similar)[0].params).toEqual({
      id: 'INC-7',
    });
  });

  it('are not asked for by an imported one', async () => {
    const imported = new FakeServer().on(
      postmortems.get,
      aPostmortemDetail({ incident: null }),
    );
    reading(imported);
    await screen.findByRole('article');
    expect(imported.callsOf(postmortems.similar)).toEqual([]);
  });

  it('are left out where the reader may not read its incident', async () => {
    const refusing = new FakeServer()
      .on(postmortems.get, aPostmortemDetail())
      .refuse(postmortems.similar, 404, 'There is no incident INC-7');
    reading(refusing);
    await waitFor(() =>
      expect(refusing.callsOf(postmortems.similar)).toHaveLength(1),
    );
    expect(screen.queryByText('Incidents like this one')).toBeNull();
    expect(screen.queryByText(/There is no incident/)).toBeNull();
  });
});
