import { useRouteRef } from '@backstage/core-plugin-api';
import { BreadcrumbEntry } from '@backstage/frontend-plugin-api';
import {
  endpoints,
  PlayDetail,
} from '@muster/backstage-plugin-incidents-common';
import { ReactNode } from 'react';
import { useEndpoint } from '../../data';
import { Answer } from '../../kit';
import { playRouteRef } from '../../routes';

/** Reads a play for the page that shows it, and names it on the way there. */
export const OnePlay = ({
  id,
  children,
}: {
  id: string;
  children: (play: PlayDetail) => ReactNode;
}) => {
  const toPlay = useRouteRef(playRouteRef);
  const state = useEndpoint(endpoints.plays.get, { params: { id } });
  return (
    <Answer state={state} lines={6}>
      {play => (
        <BreadcrumbEntry entry={{ label: play.name, href: toPlay({ id }) }}>
          {children(play)}
        </BreadcrumbEntry>
      )}
    </Answer>
  );
};
