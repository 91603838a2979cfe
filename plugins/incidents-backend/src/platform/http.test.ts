import { mockServices } from '@backstage/backend-test-utils';
import { contract } from '@muster/backstage-plugin-incidents-common';
import express from 'express';
import request from 'supertest';
import { EndpointServer } from './http';

const ada = 'user:default/ada';

describe('a change whose end cannot be written into the audit', () => {
  const fail = async () => {
    throw new Error('the database is away');
  };
  const logger = mockServices.logger.mock();
  const changing = (handle: () => Promise<{}>) => {
    const server = new EndpointServer({
      auth: mockServices.auth(),
      httpAuth: mockServices.httpAuth(),
      userInfo: mockServices.userInfo({
        userEntityRef: ada,
        ownershipEntityRefs: [ada],
      }),
      permissions: mockServices.permissions(),
      logger,
      admins: [ada],
      audit: { begin: async () => ({ done: fail, refused: fail }) },
      checkIncident: async () => true,
      strictAnswers: true,
      onChange: () => {},
    });
    server.mount(contract.portal.retryDeadLetter, { handle });
    const answerErrors: express.ErrorRequestHandler = (
      error,
      _req,
      res,
      _next,
    ) => {
      res.status(500).json({ message: error.message });
    };
    return request(express().use(server.router).use(answerErrors)).post(
      '/v1/dead-letters/1/retry',
    );
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
