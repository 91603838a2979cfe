import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import { endpoints } from '@muster/backstage-plugin-incidents-common';
import { useId } from 'react';
import { useEndpoint } from '../../data';
import { Answer, Panel, useLayout } from '../../kit';
import { usePlaysText } from '../../translation';

const useStyles = makeStyles(theme => ({
  cards: {
    display: 'grid',
    gap: theme.spacing(2),
    gridTemplateColumns: 'repeat(auto-fill, minmax(min(100%, 280px), 1fr))',
  },
  card: {
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(1),
    padding: theme.spacing(1.5),
    border: `1px solid ${theme.palette.divider}`,
    borderRadius: theme.shape.borderRadius,
  },
  about: { flex: 1 },
}));

/** What a blank begins with: as little as is complete but for its words, and its owner where nobody's team is known. */
const blankOf = (ownerRef: string) => `name: New play
ownerRef: ${JSON.stringify(ownerRef)}
on:
  - event: incident.triggered
when: incident.severity == "SEV1"
steps:
  - id: say_so
    action: incident.note
    with:
      text: '{{ incident.name }} is {{ incident.severity }}'
`;

/** Ready plays to begin with, and a blank. */
export const Library = (props: { onChoose: (source: string) => void }) => {
  const t = usePlaysText();
  const { cards } = useStyles();
  const state = useEndpoint(endpoints.plays.library, {});
  const me = useEndpoint(endpoints.portal.me, {});
  return (
    <Panel title={t('plays.libraryTitle')}>
      <Answer state={state} lines={6}>
        {({ items }) => (
          <div className={cards}>
            {items.map(({ id, title, description, source }) => (
              <Ready
                key={id}
                title={title}
                about={description}
                onChoose={() => props.onChoose(source)}
              />
            ))}
            <Ready
              title={t('plays.blank')}
              about={t('plays.blankWhat')}
              onChoose={() =>
                props.onChoose(blankOf(me.value?.groups[0]?.ref ?? ''))
              }
            />
          </div>
        )}
      </Answer>
    </Panel>
  );
};

const Ready = (props: {
  title: string;
  about: string;
  onChoose: () => void;
}) => {
  const t = usePlaysText();
  const { card, about } = useStyles();
  const { strong, small, breakable } = useLayout();
  const id = useId();
  return (
    <section className={`${card} ${breakable}`} aria-labelledby={id}>
      <span id={id} className={strong}>
        {props.title}
      </span>
      <span className={`${small} ${about}`}>{props.about}</span>
      <div>
        <Button
          size="small"
          variant="outlined"
          aria-describedby={id}
          onClick={props.onChoose}
        >
          {t('plays.begin')}
        </Button>
      </div>
    </section>
  );
};
