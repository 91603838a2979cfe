import { contract } from '@muster/backstage-plugin-incidents-common';
import { screen } from '@testing-library/react';
import { FakeServer } from '../../__testUtils__/FakeServer';
import { showView } from '../../__testUtils__/showView';
import { IncidentsRoot } from '../../data';
import { Markdown } from './Markdown';

const text = `# What we saw

The pool was full, said @user:default/ana.ruiz. \`@user:default/nobody\`

<script>alert(1)</script> <img src=x onerror=alert(1)>

[bad](javascript:alert(1)) [good](/incidents/INC-7) [out](https://example.com/x)

![graph](muster-image:7f) ![spy](https://spy.example.com/pixel.png)

| a | b |
| - | - |
| 1 | 2 |
`;

describe('Markdown of a postmortem', () => {
  it('shows what is safe, and the rest as words', async () => {
    const server = new FakeServer().on(contract.postmortems.image, {
      name: 'graph.png',
      mediaType: 'image/png',
      data: 'aGVsbG8=',
    });
    showView(
      <IncidentsRoot name="test">
        <Markdown text={text} postmortem="PM-12" />
      </IncidentsRoot>,
      { server },
    );

    expect(await screen.findByRole('img', { name: 'graph' })).toHaveAttribute(
      'src',
      'data:image/png;base64,aGVsbG8=',
    );
    expect(screen.getAllByRole('img')).toHaveLength(1);
    expect(
      screen.getByRole('heading', { level: 3, name: 'What we saw' }),
    ).toBeInTheDocument();
    expect(
      await screen.findByRole('link', { name: '@Ana Ruiz' }),
    ).toHaveAttribute('href', '/catalog/default/user/ana.ruiz');
    expect(
      screen.getAllByRole('link').map(link => link.getAttribute('href')),
    ).toEqual([
      '/catalog/default/user/ana.ruiz',
      '/incidents/INC-7',
      'https://example.com/x',
      'https://spy.example.com/pixel.png',
    ]);
    expect(screen.getByText(/<script>alert\(1\)/)).toBeInTheDocument();
    expect(document.querySelector('script')).toBeNull();
    expect(screen.getByText('@user:default/nobody').tagName).toBe('CODE');
    expect(screen.getByRole('table')).toHaveTextContent('ab12');
  });
});
