import {
  contract,
  PostmortemStep,
} from '@muster/backstage-plugin-incidents-common';
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { ben } from '../../../__testUtils__/builders';
import { FakeServer } from '../../../__testUtils__/FakeServer';
import { aPostmortemDetail } from '../../../__testUtils__/postmortems';
import { showView } from '../../../__testUtils__/showView';
import { IncidentsRoot } from '../../../data';
import { EditPostmortemPage } from '../EditPostmortemPage';

const { postmortems } = contract;

const draft = aPostmortemDetail({
  state: 'draft',
  publishedAt: null,
  sections: [],
  may: ['write', 'comment'],
});

describe('the steps on the way to a postmortem', () => {
  let server: FakeServer;
  beforeEach(() => {
    server = new FakeServer()
      .on(postmortems.get, draft)
      .on(postmortems.comments, { items: [] });
  });
  const show = async () => {
    showView(
      <IncidentsRoot name="postmortems">
        <EditPostmortemPage name="PM-12" />
      </IncidentsRoot>,
      { server },
    );
    await screen.findByTestId('incidents-postmortem-editor');
  };

  it('are shown with who does them, until when, and marked as done', async () => {
    const meet: PostmortemStep = {
      position: 2,
      title: 'Hold the meeting',
      by: 'reviewers',
      dueAt: '2026-03-06T12:00:00.000Z',
      overdue: false,
      done: null,
    };
    const steps: PostmortemStep[] = [
      {
        ...meet,
        position: 1,
        title: 'Draft the timeline',
        by: 'writer',
        dueAt: '2026-03-04T12:00:00.000Z',
        overdue: true,
      },
      meet,
    ];
    server
      .on(postmortems.get, { ...draft, steps })
      .refuse(postmortems.editStep, 409, 'It is published');
    await show();
    const list = within(await screen.findByRole('list', { name: 'Steps' }));
    const step = list.getByRole('checkbox', { name: 'Draft the timeline' });
    expect(step).toHaveAccessibleDescription(
      'Ana Ruiz (writer) · overdue since 4 Mar 2026',
    );
    expect(
      list.getByRole('checkbox', { name: 'Hold the meeting' }),
    ).toHaveAccessibleDescription('reviewers · due 6 Mar 2026');
    fireEvent.click(step);
    expect(await screen.findByText('It is published')).toBeInTheDocument();
    expect(step).not.toBeChecked();

    server.onCall(postmortems.editStep, ({ params, body }) => {
      expect({ ...params, body }).toEqual({
        id: 'PM-12',
        position: '1',
        body: { done: true },
      });
      const done = {
        at: '2026-03-05T12:00:00.000Z',
        by: { kind: 'person', ...ben } as const,
      };
      const after = {
        ...draft,
        steps: [{ ...steps[0], overdue: false, done }, meet],
      };
      server.on(postmortems.get, after);
      return after;
    });
    fireEvent.click(step);
    await waitFor(() => expect(step).toBeChecked());
    expect(step).toHaveAccessibleDescription('done by Ben Okafor, 5 Mar 2026');
  });

  it('are nowhere where none are configured', async () => {
    await show();
    expect(screen.queryByTestId('incidents-postmortem-steps')).toBeNull();
  });

  it('are only shown to who may not write', async () => {
    const dueAt = '2026-03-06T12:00:00.000Z';
    const step = { position: 1, title: 'Meet', dueAt, overdue: false };
    server.on(postmortems.get, {
      ...draft,
      steps: [{ ...step, by: 'owner', done: null }],
      may: ['comment'],
    });
    await show();
    const steps = within(
      await screen.findByTestId('incidents-postmortem-steps'),
    );
    expect(steps.getByText('Meet')).toBeInTheDocument();
    expect(steps.getByText(/^Payments \(owning team\)/)).toBeInTheDocument();
    expect(steps.queryByRole('checkbox')).toBeNull();
  });
});
