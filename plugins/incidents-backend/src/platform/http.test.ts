import { mockServices } from '@backstage/backend-test-utils';
import {
  contract,
  incidentReadPermission,
  Severity,
} from '@muster/backstage-plugin-incidents-common';
import express from 'express';
import request from 'supertest';
import { EndpointServer } from './http';
import { CheckIncident } from './serving';

const ada = 'user:default/ada';
const logger = mockServices.logger.mock();

/** A server whose caller is Ada, an admin. */
const serve = (
  more: Partial<ConstructorParameters<typeof EndpointServer>[0]>,
) =>
  new EndpointServer({
    auth: mockServices.auth(),
    httpAuth: mockServices.httpAuth(),
    userInfo: mockServices.userInfo({
      userEntityRef: ada,
      ownershipEntityRefs: [ada],
    }),
    permissions: mockServices.permissions(),
    logger,
    admins: [ada],
    audit: {
      begin: async () => ({ done: async () => {}, refused: async () => {} }),
    },
    checkIncident: async () => true,
    strictAnswers: true,
    onChange: () => {},
    ...more,
  });
const answerErrors: express.ErrorRequestHandler = (error, _req, res, _next) => {
  res
    .status(error.name === 'NotAllowedError' ? 403 : 500)
    .json({ message: error.message });
};
const asked = ({ router }: EndpointServer) =>
  request(express().use(router).use(answerErrors));

describe('a change whose end cannot be written into the audit', () => {
  const fail = async () => {
    throw new Error('the database is away');
  };
  const changing = (handle: () => Promise<{}>) => {
    const server = serve({
      audit: { begin: async () => ({ done: fail, refused: fail }) },
    });
    server.mount(contract.portal.retryDeadLetter, { handle });
    return asked(server).post('/v1/dead-letters/1/retry');
  };

  it('is answered as what it was, and logged', async () => {
    expect((await changing(async () => ({}))).status).toBe(200);
    const failed = await changing(async () => {
      throw new Error('no such letter');
    });
    expect(failed.body).toEqual({ message: 'no such letter' });
    expect(logger.warn).toHaveBeenCalledTimes(2);
    expect(logger.warn).toHaveBeenCalledWith(
      expect.stringContaining('portal.retry-dead-letter'),
    );
  });
});

describe('what is read like an incident', () => {
  const like = {
    severity: 'SEV1' as Severity,
    owner: { ref: 'group:default/payments' },
    system: null,
  };

  // The permission of a change knows nothing of incidents.
  it.each<['get' | 'delete', string, boolean]>([
    ['get', '/v1/postmortems/PM-1/comments', true],
    ['get', '/v1/postmortems/PM-1/comments', false],
    ['delete', '/v1/follow-ups/FU-1', true],
    ['delete', '/v1/follow-ups/FU-1', false],
  ])(
    '%s %s: may an incident like it be read? %s',
    async (method, path, may) => {
      const checkIncident = jest.fn<
        ReturnType<CheckIncident>,
        Parameters<CheckIncident>
      >(async () => may);
      const server = serve({ checkIncident });
      const subjects = async () => [{ ownerRef: null, responders: [], like }];
      server.mount(contract.postmortems.comments, {
        subjects,
        handle: async () => ({ items: [] }),
      });
      server.mount(contract.postmortems.removeFollowUp, {
        subjects,
        handle: async () => ({}),
      });
      const { status } = await asked(server)[method](path);
      expect(status).toBe(may ? 200 : 403);
      expect(
        checkIncident.mock.calls.map(([{ name }, incident]) => [
          name,
          incident,
        ]),
      ).toEqual([[incidentReadPermission.name, like]]);
    },
  );
});
