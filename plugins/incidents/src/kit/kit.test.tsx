import { severities } from '@muster/backstage-plugin-incidents-common';
import { act, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { ana, ben, minutesAgo } from '../__testUtils__/builders';
import { FakeServer } from '../__testUtils__/FakeServer';
import { showView } from '../__testUtils__/showView';
import { IncidentsRoot } from '../data';
import { EntitiesPicker } from './EntitiesPicker';
import { ExternalLink } from './ExternalLink';
import { Avatar, Person } from './Person';
import { PlainText } from './PlainText';
import { severityLooks } from './severity';
import { SeverityBadge } from './SeverityBadge';
import { Answer } from './states';
import { Ago } from './time';

const server = new FakeServer();

/** Contrast of white text on a colour, as WCAG 2 computes it. */
function contrastWithWhite(colour: string): number {
  const [r, g, b] = [1, 3, 5].map(at => {
    const part = parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 1.05 / (0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05);
}

describe('the kit', () => {
  it('tells severities by word and shape, not by colour alone', () => {
    const looks = Object.values(severityLooks);
    expect(new Set(looks.map(({ shape }) => shape)).size).toBe(
      severities.length,
    );
    for (const { fill } of looks) {
      expect(contrastWithWhite(fill)).toBeGreaterThanOrEqual(4.5);
    }
    showView(<SeverityBadge severity="SEV1" />, { server });
    expect(screen.getByText('SEV1')).toHaveAttribute(
      'title',
      'critical: most customers cannot use the product',
    );
  });

  it('gives a person the same colour everywhere, and initials from any name', () => {
    const names = ['Ana Ruiz', 'mia', 'Jean-Luc van der Berg', '', 'Łukasz Ż'];
    showView(
      <>
        {names.map(name => (
          <i key={name} data-testid="avatar">
            <Avatar person={{ ...ana, name }} />
          </i>
        ))}
      </>,
      { server },
    );
    const avatars = screen.getAllByTestId('avatar');
    expect(avatars.map(({ textContent }) => textContent)).toEqual([
      'AR',
      'M',
      'JB',
      '',
      'ŁŻ',
    ]);
    const colours = avatars.map(({ firstElementChild }) =>
      firstElementChild?.getAttribute('style'),
    );
    expect(new Set(colours).size).toBe(1);
  });

  it('links people to their page in the catalog', () => {
    showView(<Person person={ben} />, { server });
    expect(screen.getByRole('link', { name: 'Ben Okafor' })).toHaveAttribute(
      'href',
      '/catalog/default/user/ben.okafor',
    );
  });

  it('shows what a monitor wrote as text', () => {
    showView(<PlainText text={'<b>one</b>\n[two](http://x)'} />, { server });
    expect(screen.getByText('<b>one</b>', { exact: false }).textContent).toBe(
      '<b>one</b>\n[two](http://x)',
    );
  });

  // eslint-disable-next-line no-script-url -- this is what must not become a link
  it.each(['javascript:alert(1)', 'data:text/html,x', '//evil.test', ''])(
    'bad input: does not link to %j',
    href => {
      showView(<ExternalLink href={href}>words</ExternalLink>, { server });
      expect(screen.getByText('words')).toBeInTheDocument();
      expect(screen.queryByRole('link')).not.toBeInTheDocument();
    },
  );

  it('tells the absolute time to the pointer, and can be reached by keyboard', async () => {
    showView(<Ago at={minutesAgo(12)} />, { server });
    const time = screen.getByText('12 min ago');
    await userEvent.tab();
    expect(time).toHaveFocus();
    await userEvent.hover(time);
    expect(await screen.findByRole('tooltip')).toHaveTextContent(/20\d\d/);
  });

  it('keeps the last good answer beside the news that the server is away', () => {
    showView(
      <Answer
        state={{
          value: 'what was true',
          loading: false,
          error: new TypeError('Failed to fetch'),
          asOf: new Date(minutesAgo(3)),
          refresh: () => {},
        }}
      >
        {value => <p>{value}</p>}
      </Answer>,
      { server },
    );
    expect(screen.getByText('what was true')).toBeInTheDocument();
    expect(screen.getByRole('status')).toHaveTextContent(
      'The server does not answer. This is from 3 min ago; trying again.',
    );
  });
});

describe('a list of people', () => {
  const People = () => {
    const [refs, setRefs] = useState<readonly string[]>([ana.ref]);
    return (
      <IncidentsRoot name="people">
        <EntitiesPicker
          id="who"
          label="Whom?"
          kinds={['User']}
          value={refs}
          onChange={setRefs}
        />
      </IncidentsRoot>
    );
  };
  const field = () => screen.getByRole('textbox', { name: 'Whom?' });

  it('is filled by keys: each choice leaves an empty field, ready for the next', async () => {
    showView(<People />, { server });
    await userEvent.type(field(), 'ben');
    await screen.findByRole('option', { name: 'Ben Okafor' });
    await userEvent.keyboard('{ArrowDown}{Enter}');
    expect(
      screen.getByRole('button', { name: 'Take Ben Okafor out' }),
    ).toBeInTheDocument();
    expect(field()).toHaveValue('');
    expect(field()).toHaveFocus();
  });

  it('keeps the focus when somebody is taken out by a key', async () => {
    showView(<People />, { server });
    const out = await screen.findByRole('button', {
      name: 'Take Ana Ruiz out',
    });
    act(() => out.focus());
    await userEvent.keyboard('{Enter}');
    expect(out).not.toBeInTheDocument();
    expect(field()).toHaveFocus();
  });

  it('opens no keyboard of a phone when a finger takes somebody out', async () => {
    showView(<People />, { server });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Take Ana Ruiz out' }),
    );
    expect(screen.queryByRole('button')).toBeNull();
    expect(field()).not.toHaveFocus();
  });
});
