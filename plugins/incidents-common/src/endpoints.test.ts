import { contract } from './api';
import { endpoints } from './endpoints';

describe('the addresses of endpoints', () => {
  // When this fails: bin/yarn contract:endpoints
  it('are those of the contract', () => {
    const address = ({ id, method, path }: typeof endpoints.portal.me) => ({
      id,
      method,
      path,
    });
    const rooms = Object.entries(contract).map(([room, declared]) => [
      room,
      Object.fromEntries(
        Object.entries(declared).map(([name, endpoint]) => [
          name,
          address(endpoint),
        ]),
      ),
    ]);
    expect(endpoints).toEqual(Object.fromEntries(rooms));
  });
});
