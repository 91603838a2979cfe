import { contract } from '@muster/backstage-plugin-incidents-common';
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { ben, minutesAgo } from '../../__testUtils__/builders';
import { FakeServer } from '../../__testUtils__/FakeServer';
import {
  aPostmortemDetail,
  aSection,
  aTimelineEntry,
} from '../../__testUtils__/postmortems';
import { showView } from '../../__testUtils__/showView';
import { IncidentsRoot } from '../../data';
import { EditPostmortemPage } from './EditPostmortemPage';

// CodeMirror measures text, which jsdom cannot; the journey uses the real one.
jest.mock('./section/MarkdownEditor', () => ({
  MarkdownEditor: (props: {
    label: string;
    value: string;
    onChange: (value: string) => void;
    onBlur: () => void;
  }) => (
    <textarea
      aria-label={props.label}
      value={props.value}
      onChange={event => props.onChange(event.target.value)}
      onBlur={props.onBlur}
    />
  ),
}));

const { postmortems } = contract;
const summary = aSection({ body: 'Ana should have seen it.', version: 2 });

const draft = aPostmortemDetail({
  state: 'draft',
  publishedAt: null,
  sections: [
    summary,
    aSection({
      key: 'what',
      title: 'Timeline',
      kind: 'timeline',
      body: '',
    }),
    aSection({ key: 'why', title: 'Why', kind: 'factors', body: '' }),
  ],
  lacks: ['“Why” is not written yet'],
  may: ['write', 'comment', 'publish', 'ask-for-review'],
});

describe('the editor of a postmortem', () => {
  let server: FakeServer;
  beforeEach(() => {
    sessionStorage.clear();
    server = new FakeServer()
      .on(postmortems.get, draft)
      .on(postmortems.comments, { items: [] })
      .on(postmortems.words, { items: [] })
      .on(postmortems.factors, { items: [] })
      .on(postmortems.timeline, {
        items: ['one', 'two', 'three'].map(id =>
          aTimelineEntry({ id, text: id }),
        ),
      });
  });
  const show = async () => {
    showView(
      <IncidentsRoot name="postmortems">
        <EditPostmortemPage name="PM-12" />
      </IncidentsRoot>,
      { server },
    );
    return within(await screen.findByTestId('incidents-section-summary'));
  };
  const write = async (
    section: ReturnType<typeof within>,
    text: string,
  ): Promise<void> => {
    fireEvent.click(section.getByRole('button', { name: 'Write Summary' }));
    const field = section.getByRole('textbox', { name: 'Summary' });
    fireEvent.change(field, { target: { value: text } });
    fireEvent.blur(field);
  };

  it('says what is missing, and saves a section when it is left', async () => {
    server.on(postmortems.saveSection, {
      outcome: 'saved',
      section: { ...summary, body: 'It was slow.', version: 3 },
      aside: null,
    });
    const section = await show();
    expect(
      screen.getByRole('link', { name: '“Why” is not written yet' }),
    ).toHaveAttribute('href', '#section-why');
    await write(section, 'It was slow.');
    expect(await section.findByText(/^Saved/)).toBeInTheDocument();
    expect(server.callsOf(postmortems.saveSection)[0].body).toEqual({
      version: 2,
      body: 'It was slow.',
    });
    expect(sessionStorage).toHaveLength(0);
  });

  it('keeps a text that could not be saved, and finds it again', async () => {
    sessionStorage.setItem(
      'incidents.postmortem.PM-12.summary',
      JSON.stringify({
        body: 'Left here unsaved.',
        base: { version: 2, body: summary.body },
      }),
    );
    server.refuse(postmortems.saveSection, 409, 'It is published');
    const section = await show();
    expect(section.getByText('Left here unsaved.')).toBeInTheDocument();
    await write(section, 'Mine.');
    expect(
      await section.findByText(/Not saved: It is published/),
    ).toBeInTheDocument();
    expect(
      sessionStorage.getItem('incidents.postmortem.PM-12.summary'),
    ).toContain('Mine.');
  });

  it('shows both texts when somebody was quicker, and saves what is chosen over theirs', async () => {
    const theirs = {
      ...summary,
      body: 'Ben wrote this.',
      version: 3,
      updatedBy: { kind: 'person', ...ben } as const,
      updatedAt: minutesAgo(1),
    };
    server.on(postmortems.saveSection, {
      outcome: 'conflict',
      section: theirs,
      aside: 4,
    });
    const section = await show();
    await write(section, 'Mine.');
    expect(await section.findByLabelText('Yours')).toHaveTextContent('Mine.');
    expect(section.getByLabelText('Ben Okafor’s')).toHaveTextContent(
      'Ben wrote this.',
    );
    server.on(postmortems.saveSection, {
      outcome: 'saved',
      section: { ...theirs, body: 'Mine.', version: 5 },
      aside: null,
    });
    fireEvent.click(section.getByRole('button', { name: 'Keep mine' }));
    await waitFor(
      () =>
        expect(
          server.callsOf(postmortems.saveSection).map(({ body }) => body),
        ).toEqual([
          { version: 2, body: 'Mine.' },
          { version: 3, body: 'Mine.' },
        ]),
      { timeout: 4_000 },
    );
  });

  it('says who may read it, and shows of a version only the lines that it changed', async () => {
    server
      .on(postmortems.get, { ...draft, restricted: true, restrictedTo: [ben] })
      .on(postmortems.sectionVersions, {
        items: [
          {
            number: 2,
            at: minutesAgo(3),
            by: { kind: 'person', ...ben },
            aside: false,
          },
        ],
      })
      .on(postmortems.sectionChange, {
        before: 'It was slow.',
        body: 'It was slow.\n\nFor an hour.',
      });
    const section = await show();
    expect(screen.getByText(/^Restricted to Ben Okafor/)).toBeInTheDocument();
    fireEvent.click(section.getByRole('button', { name: /History/ }));
    const changed = await screen.findByLabelText('What it changed');
    expect([...changed.children].map(line => line.textContent)).toEqual([
      '  It was slow.',
      '+ ',
      '+ For an hour.',
    ]);
  });

  it('explains a wording, puts its suggestion in its place, or leaves it', async () => {
    server.on(postmortems.edit, aPostmortemDetail());
    const section = await show();
    const findings = within(
      await section.findByRole('list', { name: 'Wording' }),
    );
    expect(findings.getByText('“should have seen”')).toBeInTheDocument();
    fireEvent.click(findings.getByRole('button', { name: 'Leave it' }));
    await waitFor(() =>
      expect(server.callsOf(postmortems.edit)[0].body).toMatchObject({
        version: 3,
        dismissed: [{ quote: expect.stringContaining('should have') }],
      }),
    );
  });

  it('curates the timeline by keys, and takes back what the server refuses', async () => {
    server.onCall(postmortems.editEntry, ({ params, body }) => ({
      ...aTimelineEntry({ id: params.entryId, text: params.entryId }),
      ...(typeof body === 'object' ? body : {}),
    }));
    await show();
    const star = await screen.findByRole('button', { name: /^Star .* one$/ });
    star.focus();
    fireEvent.keyDown(star, { key: 's' });
    await waitFor(() => expect(star).toHaveAttribute('aria-pressed', 'true'));
    fireEvent.keyDown(star, { key: 'ArrowDown' });
    const next = screen.getByRole('button', { name: /^Star .* two$/ });
    expect(next).toHaveFocus();
    server.refuse(postmortems.editEntry, 409, 'It is published');
    fireEvent.keyDown(next, { key: 'h' });
    expect(await screen.findByText('It is published')).toBeInTheDocument();
    expect(
      await screen.findByRole('button', { name: /^Star .* two$/ }),
    ).toBeInTheDocument();
  });

  it('writes whys by keys: Enter beside, Tab below, Shift+Delete asks', async () => {
    const node = (id: string, parentId: string | null, position: number) => ({
      id,
      parentId,
      position,
      text: id,
      factor: null,
      version: 1,
    });
    const tree = [...draft.tree, node('n2', 'n1', 0)];
    server
      .onCall(postmortems.addFactor, () => {
        server.on(postmortems.get, { ...draft, tree });
        return { tree };
      })
      .on(postmortems.removeFactor, { tree: [] });
    await show();
    const answer = screen.getByRole('textbox', { name: /^Answer 1:/ });
    fireEvent.keyDown(answer, { key: 'Enter' });
    fireEvent.keyDown(screen.getByRole('textbox', { name: /^Answer 2:/ }), {
      key: 'Tab',
    });
    const below = screen.getByRole('textbox', { name: /^Answer 1\.1:/ });
    fireEvent.change(below, { target: { value: 'Retries had no limit' } });
    fireEvent.keyDown(below, { key: 'Enter' });
    await waitFor(() =>
      expect(server.callsOf(postmortems.addFactor)[0].body).toEqual({
        parentId: 'n1',
        text: 'Retries had no limit',
      }),
    );
    fireEvent.keyDown(answer, { key: 'Delete', shiftKey: true });
    expect(
      await screen.findByText('Remove this answer and 1 below it?'),
    ).toBeInTheDocument();
    expect(server.callsOf(postmortems.removeFactor)).toHaveLength(0);
    fireEvent.click(screen.getByRole('button', { name: 'Remove' }));
    await waitFor(() =>
      expect(server.callsOf(postmortems.removeFactor)).toHaveLength(1),
    );
  });
});
