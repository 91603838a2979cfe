export * from './document';
export * from './steps';
export * from './triggers';
