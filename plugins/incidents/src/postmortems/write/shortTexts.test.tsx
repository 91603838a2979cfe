import { contract } from '@muster/backstage-plugin-incidents-common';
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { ana } from '../../__testUtils__/builders';
import { FakeServer } from '../../__testUtils__/FakeServer';
import {
  aFollowUp,
  aPostmortemDetail,
  aTimelineEntry,
} from '../../__testUtils__/postmortems';
import { showView } from '../../__testUtils__/showView';
import { IncidentsRoot } from '../../data';
import { FactorEditor } from './factors/FactorEditor';
import { FollowUps } from './followUps/FollowUps';
import { TimelineEditor } from './timeline/TimelineEditor';

const { postmortems } = contract;
const draft = aPostmortemDetail({
  state: 'draft',
  publishedAt: null,
  may: ['write', 'add-follow-up'],
});
const blaming = 'Human error of Ana';

describe('short texts of a postmortem', () => {
  let server: FakeServer;
  beforeEach(() => {
    server = new FakeServer()
      .on(postmortems.words, { items: [] })
      .on(postmortems.factors, { items: [] })
      .on(postmortems.edit, draft);
  });
  const show = (part: JSX.Element) =>
    showView(<IncidentsRoot name="postmortems">{part}</IncidentsRoot>, {
      server,
    });
  const press = (name: string | RegExp) =>
    fireEvent.click(screen.getByRole('button', { name }));
  const type = (field: HTMLElement, value: string) =>
    fireEvent.change(field, { target: { value } });
  const hints = async () =>
    within(await screen.findByRole('list', { name: 'Wording' }));

  it('get hints where a follow-up is added, which never keep it from being added', async () => {
    server.on(postmortems.addFollowUp, aFollowUp());
    show(<FollowUps postmortem={draft} />);
    press('Add a follow-up');
    type(screen.getByLabelText('What must be done'), blaming);
    expect((await hints()).getByText('“human error”')).toBeInTheDocument();
    type(screen.getByLabelText('More about it'), 'In every client.');
    press('Add');
    await waitFor(() =>
      expect(server.callsOf(postmortems.addFollowUp)[0].body).toMatchObject({
        title: blaming,
        description: 'In every client.',
      }),
    );
  });

  it('get hints where a why is answered, while it is written', async () => {
    show(<FactorEditor postmortem={draft} />);
    const answer = screen.getByRole('textbox', { name: /^Answer 1:/ });
    fireEvent.focus(answer);
    type(answer, blaming);
    const found = await hints();
    fireEvent.click(found.getByRole('button', { name: 'Leave it' }));
    await waitFor(() =>
      expect(server.callsOf(postmortems.edit)[0].body).toMatchObject({
        dismissed: [{ quote: 'human error' }],
      }),
    );
    fireEvent.blur(answer);
    expect(screen.queryByRole('list', { name: 'Wording' })).toBeNull();
  });

  it('of the timeline get hints; and the time of what was added by hand can be corrected', async () => {
    const hand = aTimelineEntry({
      id: 'hand',
      text: 'Support heard of it',
      source: { kind: 'hand', type: 'hand', path: null },
      addedBy: ana,
    });
    const recorded = aTimelineEntry({ id: 'recorded' });
    server
      .on(postmortems.timeline, { items: [hand, recorded] })
      .on(postmortems.editEntry, hand);
    show(<TimelineEditor postmortem={draft} />);

    fireEvent.click(
      await screen.findByRole('button', { name: 'Add what was not recorded' }),
    );
    type(screen.getByLabelText('What happened'), blaming);
    expect((await hints()).getByText('“human error”')).toBeInTheDocument();
    press('Cancel');

    const star = screen.getByRole('button', {
      name: /^Star .* Support/,
    });
    fireEvent.keyDown(star, { key: 'e' });
    type(screen.getByLabelText('In other words'), blaming);
    expect((await hints()).getByText('“human error”')).toBeInTheDocument();
    type(screen.getByLabelText(/^When/), '2026-03-02T09:04');
    press('Save');
    await waitFor(() =>
      expect(server.callsOf(postmortems.editEntry)[0]).toMatchObject({
        params: { entryId: 'hand' },
        body: {
          text: blaming,
          at: new Date('2026-03-02T09:04').toISOString(),
        },
      }),
    );

    const next = screen.getByRole('button', { name: /^Star .* acknowledged/ });
    fireEvent.focus(next);
    fireEvent.keyDown(next, { key: 'e' });
    expect(screen.getByLabelText('In other words')).toBeInTheDocument();
    expect(screen.queryByLabelText(/^When/)).toBeNull();
  });
});
