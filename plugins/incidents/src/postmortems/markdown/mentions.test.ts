import { followed, imageIdIn } from './addresses';
import { mentionsIn, withNames } from './mention';
import { mentionedBy } from './mentions';

describe('mentions', () => {
  it.each([
    ['@user:default/ana.ruiz saw it.', ['user:default/ana.ruiz']],
    ['ask @Group:default/Payments, then', ['group:default/payments']],
    [
      '(@component:default/checkout) @component:default/checkout',
      ['component:default/checkout'],
    ],
    ['ana@user:default/x, @ana, user:default/ana, @user:default/', []],
  ])('are found in %j', (text, refs) => {
    expect(mentionsIn(text)).toEqual(refs);
  });

  it('are shown by name where a text is not laid out', () => {
    const nameOf = (ref: string) =>
      ref === 'user:default/ana.ruiz' ? 'Ana Ruiz' : 'payments';
    expect(
      withNames('@user:default/Ana.Ruiz, @group:default/payments.', nameOf),
    ).toBe('@Ana Ruiz, @payments.');
  });

  it('are told from links that somebody wrote', () => {
    expect(mentionedBy('muster-mention:user:default/ana.ruiz')).toBe(
      'user:default/ana.ruiz',
    );
    expect(mentionedBy('muster-mention:%%%')).toBeUndefined();
    expect(mentionedBy('https://example.com')).toBeUndefined();
  });
});

describe('addresses', () => {
  it.each([
    'https://example.com/x',
    'HTTP://example.com',
    'mailto:ana@example.com',
    '/incidents/INC-7',
  ])('are followed: %s', url => {
    expect(followed(url)).toBe(url);
  });

  it.each([
    // eslint-disable-next-line no-script-url -- what must not be followed
    'javascript:alert(1)',
    ' javascript:alert(1)',
    'data:text/html,x',
    'vbscript:x',
    '//example.com',
    '/\\example.com',
    'example.com',
    '#place',
    '',
  ])('are not followed: %j', url => {
    expect(followed(url)).toBeUndefined();
  });

  it('name images that are kept with the postmortem', () => {
    expect(imageIdIn('muster-image:7f-a')).toBe('7f-a');
    expect(imageIdIn('muster-image:../7f')).toBeUndefined();
    expect(imageIdIn('https://example.com/x.png')).toBeUndefined();
  });
});
