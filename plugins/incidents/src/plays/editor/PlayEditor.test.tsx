import { contract } from '@muster/backstage-plugin-incidents-common';
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { Link } from 'react-router-dom';
import { parse } from 'yaml';
import { ben, minutesAgo } from '../../__testUtils__/builders';
import { FakeServer } from '../../__testUtils__/FakeServer';
import { aPlay, playSource, playsServer } from '../../__testUtils__/plays';
import { showView } from '../../__testUtils__/showView';
import { IncidentsRoot } from '../../data';
import { EditPlayPage } from './EditPlayPage';

// CodeMirror measures text, which jsdom cannot; the journey uses the real one.
jest.mock('./YamlEditor', () => ({
  YamlEditor: ({ source }: { source: string }) => (
    <pre data-testid="yaml">{source}</pre>
  ),
}));

const { plays } = contract;

describe('the editor of a play', () => {
  let server: FakeServer;
  beforeEach(() => {
    sessionStorage.clear();
    server = playsServer()
      .on(plays.schema, { schema: {}, context: [] })
      .on(plays.actions, { items: [] })
      .on(plays.check, {
        faults: [
          { line: 4, column: 5, path: 'steps[0].with', message: 'is missing' },
        ],
        document: null,
        actions: [],
      });
  });
  const show = () =>
    showView(
      <IncidentsRoot name="plays">
        <Link to="/elsewhere">Elsewhere</Link>
        <EditPlayPage id="p1" />
      </IncidentsRoot>,
      { server },
    );
  const rename = async (name: string) =>
    fireEvent.change(
      (await screen.findAllByRole('textbox', { name: /^Name/ }))[0],
      { target: { value: name } },
    );
  const renamed = playSource.replace('SEV1 response', 'Worst case');

  it('edits the text by its form, and lists its faults', async () => {
    show();
    await rename('Worst case');
    expect(screen.getByTestId('yaml').textContent).toBe(renamed);
    expect(
      await screen.findByText('is missing', { exact: false }),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('button', { name: 'Line 4, column 5' }),
    ).toBeInTheDocument();
  });

  it('finds again what was left unsaved', async () => {
    sessionStorage.setItem(
      'incidents.play.p1',
      JSON.stringify({ source: renamed, version: 3 }),
    );
    show();
    expect((await screen.findByTestId('yaml')).textContent).toBe(renamed);
    expect(screen.getByText('not saved')).toBeInTheDocument();
  });

  it('asks before a link is followed away from what is not saved', async () => {
    show();
    await rename('Worst case');
    const address = () => screen.getByTestId('address').textContent;
    const here = address();
    const follow = () => fireEvent.click(screen.getByText('Elsewhere'));
    follow();
    fireEvent.click(await screen.findByRole('button', { name: 'Stay' }));
    expect(address()).toBe(here);
    follow();
    const dialog = await screen.findByRole('dialog');
    fireEvent.click(within(dialog).getByRole('button', { name: 'Leave' }));
    expect(address()).toBe('/elsewhere');
  });

  it('folds its steps, says what each does, and marks where the fault is', async () => {
    show();
    const step = await screen.findByRole('group', { name: /· executives$/ });
    const fold = within(step).getByRole('button', { name: /page\.people/ });
    expect(fold).toHaveAttribute('aria-expanded', 'false');
    expect(await within(step).findByText(/1 fault/)).toBeInTheDocument();
    expect(within(step).queryByLabelText(/^Action/)).not.toBeInTheDocument();
    fireEvent.click(fold);
    expect(within(step).getByLabelText(/^Action/)).toBeInTheDocument();
  });

  it('sets for which services, how often and for which incidents it starts', async () => {
    show();
    const opened = async (name: string) =>
      fireEvent.click(await screen.findByRole('button', { name }));
    await opened('For which services (none: all of its team)');
    fireEvent.click(screen.getByRole('button', { name: '2' }));
    fireEvent.click(screen.getByRole('button', { name: '1' }));
    const tags = screen.getByRole('textbox', { name: 'With a tag' });
    fireEvent.change(tags, { target: { value: 'pci' } });
    fireEvent.blur(tags);
    await opened('How often it starts');
    fireEvent.change(screen.getByLabelText('Once for each (template)'), {
      target: { value: '{{ entity.ref }}' },
    });
    fireEvent.change(screen.getByLabelText('Looks at'), {
      target: { value: 'open' },
    });
    expect(parse(screen.getByTestId('yaml').textContent ?? '')).toMatchObject({
      appliesTo: { tiers: [1, 2], tags: ['pci'] },
      onceFor: '{{ entity.ref }}',
      startsFor: 'open',
    });
  });

  it('shows both texts when somebody saved meanwhile, and saves over theirs only when told', async () => {
    const theirs = aPlay({
      version: 4,
      updatedBy: ben,
      updatedAt: minutesAgo(1),
      source: playSource.replace('SEV1', 'SEV2'),
    });
    server.refuse(plays.update, 409, 'Ben Okafor saved it meanwhile');
    show();
    await rename('Worst case');
    server.on(plays.get, theirs);
    fireEvent.click(screen.getByRole('button', { name: 'Save v4' }));
    const notice = await screen.findByText(/Ben Okafor saved v4/);
    expect(notice).toBeInTheDocument();
    expect(screen.getByLabelText('Theirs')).toHaveTextContent('SEV2 response');
    expect(screen.getByLabelText('Yours')).toHaveTextContent('Worst case');
    server.on(plays.update, theirs);
    fireEvent.click(screen.getByRole('button', { name: 'Save yours over it' }));
    await waitFor(() =>
      expect(server.callsOf(plays.update).map(({ body }) => body)).toEqual([
        { version: 3, source: renamed },
        { version: 4, source: renamed },
      ]),
    );
    expect(
      within(screen.getByTestId('address')).getByText('/incidents/plays/p1'),
    ).toBeInTheDocument();
  });
});
