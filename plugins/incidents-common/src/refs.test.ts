import { kindOf, nameOf } from './refs';
import { entityRefSchema } from './refSchema';

describe('entity refs', () => {
  it.each([
    ['component:default/checkout', 'component:default/checkout'],
    ['Component:Checkout', 'component:default/checkout'],
    ['  group:payments ', 'group:default/payments'],
    ['API:shop/orders', 'api:shop/orders'],
  ])('makes %s full', (text, expected) => {
    expect(entityRefSchema.parse(text)).toBe(expected);
  });

  it.each(['checkout', 'default/checkout', 'component:', ':x', 'a:b/c/d', ''])(
    'bad input: refuses %p with an example of what is right',
    text => {
      const result = entityRefSchema.safeParse(text);
      expect(result.success).toBe(false);
      expect(result.error?.issues[0].message).toContain(
        'component:default/checkout',
      );
    },
  );

  it('takes refs apart', () => {
    expect(kindOf('component:default/checkout')).toBe('component');
    expect(nameOf('component:default/checkout')).toBe('checkout');
    expect(nameOf('component:checkout')).toBe('checkout');
  });
});
