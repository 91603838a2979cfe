/**
 * The language that both sides of Muster speak: schemas, the API contract, permissions,
 * pure calculators and the typed client.
 *
 * @packageDocumentation
 */
export * from './annotations';
export * from './api';
export * from './client';
export * from './communication';
export * from './endpoints';
export * from './floor';
export * from './oncall';
export * from './permissions';
export * from './plainPolicy';
export * from './plays';
export * from './postmortems';
export * from './primitives';
export * from './refSchema';
export * from './refs';
export * from './severity';
export * from './severitySchemas';
export * from './weekdays';
