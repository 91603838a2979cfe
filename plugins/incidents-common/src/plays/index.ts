export * from './document';
export * from './events';
export * from './steps';
export * from './triggers';
