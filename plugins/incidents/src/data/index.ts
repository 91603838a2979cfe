export { forgetData, IncidentsRoot } from './IncidentsRoot';
export { useAddressFilters } from './useAddressFilters';
export { useCommand, type CommandState } from './useCommand';
export {
  calmSeconds,
  isRefusal,
  liveSeconds,
  useAsked,
  useEndpoint,
  type EndpointOptions,
  type EndpointState,
} from './useEndpoint';
export { useMayOwn } from './useMayOwn';
export { usePages, type Rows } from './usePages';
export { useTimeline } from './useTimeline';
export { useRows } from './useRows';
