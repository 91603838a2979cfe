export { incidentsModuleWebhook as default } from './module';
