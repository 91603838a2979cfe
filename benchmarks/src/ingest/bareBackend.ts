// The least that a Backstage backend can do durably: one public route that inserts one row.
import { createBackend } from '@backstage/backend-defaults';
import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import express, { Router } from 'express';

const backend = createBackend();

backend.add(
  createBackendPlugin({
    pluginId: 'bare',
    register(env) {
      env.registerInit({
        deps: {
          database: coreServices.database,
          httpRouter: coreServices.httpRouter,
        },
        async init({ database, httpRouter }) {
          const knex = await database.getClient();
          if (!(await knex.schema.hasTable('rows'))) {
            await knex.schema.createTable('rows', table => {
              table.increments('id');
              table.timestamp('at').notNullable();
              table.text('body').notNullable();
            });
          }
          const router = Router();
          router.use(express.json());
          router.post('/rows', (req, res, next) => {
            knex('rows')
              .insert({ at: new Date(), body: JSON.stringify(req.body) })
              .then(() => res.status(202).json({ status: 'success' }), next);
          });
          httpRouter.use(router);
          httpRouter.addAuthPolicy({ path: '/rows', allow: 'unauthenticated' });
        },
      });
    },
  }),
);

backend.start();
