import { onCallPeopleApi } from './people';
import { scheduleYamlApi, schedulesApi } from './schedules';

export * from './people';
export * from './rules';
export * from './schedules';

/** @public */
export const onCallApi = {
  ...schedulesApi,
  ...scheduleYamlApi,
  ...onCallPeopleApi,
};
