import Button from '@material-ui/core/Button';
import { ReactNode } from 'react';
import { EndpointState } from '../data';
import { useText } from '../translation';
import { Answer } from './states';
import { useLayout } from './styles';

/** Asks for more rows, where there are more. */
export const MoreRows = (props: { more: boolean; onMore: () => void }) => {
  const t = useText();
  return props.more ? (
    <div>
      <Button size="small" variant="outlined" onClick={props.onMore}>
        {t('state.more')}
      </Button>
    </div>
  ) : null;
};

/** The rows of a list in each of its states, and a button for more of them. */
export function PagedList<T>(props: {
  /** As `useRows` answers. */
  list: {
    readonly state: EndpointState<{
      readonly items: readonly T[];
      readonly more: boolean;
    }>;
    readonly showMore: () => void;
  };
  /** Shown when there is no row. */
  empty: ReactNode;
  /** One row, with its key. */
  children: (item: T) => ReactNode;
}) {
  const { stack } = useLayout();
  const { state, showMore } = props.list;
  return (
    <Answer state={state}>
      {({ items, more }) => (
        <div className={stack}>
          {items.length === 0 ? props.empty : items.map(props.children)}
          <MoreRows more={more} onMore={showMore} />
        </div>
      )}
    </Answer>
  );
}
