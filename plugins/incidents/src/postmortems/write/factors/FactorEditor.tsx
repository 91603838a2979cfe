import Button from '@material-ui/core/Button';
import Box from '@material-ui/core/Box';
import IconButton from '@material-ui/core/IconButton';
import { makeStyles } from '@material-ui/core/styles';
import CloseIcon from '@material-ui/icons/Close';
import {
  FactorNode,
  PostmortemDetail,
} from '@muster/backstage-plugin-incidents-common';
import { useRef, useState } from 'react';
import { CommandError, useLayout } from '../../../kit';
import { usePostmortemsText } from '../../../translation';
import { FactorTree } from '../../tree';
import { AnswerField, AnswerKeys } from './AnswerField';
import { FactorName } from './FactorName';
import {
  branchOf,
  childrenOf,
  deeper,
  higher,
  Line,
  linesOf,
  Place,
  placeOf,
} from './outline';
import { useFactorTree } from './useFactorTree';
import { RemoveQuestion } from './RemoveQuestion';

const useStyles = makeStyles(theme => ({
  line: { padding: theme.spacing(0.5, 0) },
  number: { minWidth: 30, fontVariantNumeric: 'tabular-nums' },
}));

/** An answer that is being added; the next one has another serial. */
interface Added {
  readonly place: Place;
  readonly serial: number;
}

/** Why it happened, and why that was so: an outline that is written by keyboard, and drawn as a tree. */
export const FactorEditor = ({
  postmortem,
}: {
  postmortem: PostmortemDetail;
}) => {
  const t = usePostmortemsText();
  const { stack, plain, small, mute } = useLayout();
  const { tree, error, add, reword, move, rename, remove } =
    useFactorTree(postmortem);
  const [added, setAdded] = useState<Added>();
  const serials = useRef(0);
  const [asked, setAsked] = useState<string>();
  const more = useRef<HTMLButtonElement>(null);
  const mayWrite = postmortem.may.includes('write');
  const lines = linesOf(tree, added?.place);

  if (!mayWrite) return <FactorTree nodes={tree} />;

  const after = ({ parentId, position }: Place): Place => ({
    parentId,
    position: position + 1,
  });
  const focus = (line: Line | undefined) =>
    document.getElementById(idOf(line?.node))?.focus();
  const step = (from: Line) => (by: 1 | -1) =>
    focus(lines[lines.indexOf(from) + by]);
  const leave = () => more.current?.focus();

  const begin = (place: Place) =>
    setAdded(now => ({ place, serial: (now?.serial ?? serials.current) + 1 }));
  const end = ({ serial }: Added) => {
    serials.current = serial;
    setAdded(now => (now?.serial === serial ? undefined : now));
  };
  const keysOfAdded = (current: Added): AnswerKeys => {
    const { place, serial } = current;
    const moveTo = (to: Place | undefined): boolean => {
      if (to) setAdded({ place: to, serial });
      return to !== undefined;
    };
    const keep = (text: string): string => {
      // Its blur has nothing to add any more.
      serials.current = serial;
      return add(text.trim(), place);
    };
    const line = lines.findIndex(({ node }) => node === undefined);
    return {
      onEnter: text => {
        if (text.trim() !== '') {
          keep(text);
          begin(after(place));
        }
      },
      onDeeper: text => {
        if (moveTo(deeper(tree, place))) return true;
        if (text.trim() === '') return false;
        // It stands below the one before it already: why was it so itself?
        begin({ parentId: keep(text), position: 0 });
        return true;
      },
      onHigher: () => moveTo(higher(tree, place)),
      onDelete: () => {
        focus(lines[line - 1]);
        end(current);
      },
      onStep: by => focus(lines[line + by]),
      onLeave: leave,
      onBlur: text => {
        if (serials.current === serial) return;
        end(current);
        if (text.trim() !== '') add(text.trim(), place);
      },
    };
  };
  const keysOf = (node: FactorNode, line: Line): AnswerKeys => {
    const keep = (text: string) => {
      if (text.trim() !== '') reword(node.id, text.trim());
    };
    const moveTo = (text: string, to: Place | undefined): boolean => {
      if (!to) return false;
      keep(text);
      move(node.id, to);
      return true;
    };
    const place = placeOf(tree, node);
    return {
      onEnter: text => {
        keep(text);
        begin(after(place));
      },
      onDeeper: text => moveTo(text, deeper(tree, place)),
      onHigher: text => moveTo(text, higher(tree, place)),
      onDelete: () => setAsked(node.id),
      onStep: step(line),
      onLeave: leave,
      onBlur: keep,
    };
  };

  return (
    <div className={stack}>
      <Box display={{ xs: 'none', sm: 'block' }}>
        <div className={`${small} ${mute}`}>{t('why.keys')}</div>
      </Box>
      <CommandError error={error} />
      {lines.length > 0 && (
        <ol className={plain} aria-label={t('tree.label')}>
          {lines.map(line => (
            <li key={line.node?.id ?? `added-${added?.serial}`}>
              <Row
                postmortem={postmortem}
                line={line}
                keys={
                  line.node
                    ? keysOf(line.node, line)
                    : added && keysOfAdded(added)
                }
                below={line.node ? branchOf(tree, line.node.id).length - 1 : 0}
                isAsked={line.node !== undefined && line.node.id === asked}
                onAsk={() => setAsked(line.node?.id)}
                onKeep={() => {
                  setAsked(undefined);
                  focus(line);
                }}
                onRemove={() => {
                  setAsked(undefined);
                  focus(lines[lines.indexOf(line) - 1]);
                  if (line.node) remove(line.node.id);
                }}
                onName={factor => line.node && rename(line.node.id, factor)}
                onWhy={() =>
                  line.node &&
                  begin({
                    parentId: line.node.id,
                    position: childrenOf(tree, line.node.id).length,
                  })
                }
              />
            </li>
          ))}
        </ol>
      )}
      <div>
        <Button
          ref={more}
          size="small"
          variant="outlined"
          onClick={() =>
            begin({ parentId: null, position: childrenOf(tree, null).length })
          }
        >
          {tree.length === 0 ? t('why.first') : t('why.another')}
        </Button>
      </div>
      {tree.length > 1 && <FactorTree nodes={tree} />}
    </div>
  );
};

const idOf = (node: FactorNode | undefined): string =>
  `why-${node?.id ?? 'added'}`;

/** One line of the outline. */
const Row = (props: {
  postmortem: PostmortemDetail;
  line: Line;
  /** Undefined for a line that is about to go. */
  keys: AnswerKeys | undefined;
  /** How many answers would go with it. */
  below: number;
  isAsked: boolean;
  onAsk: () => void;
  onKeep: () => void;
  onRemove: () => void;
  onName: (name: string | null) => void;
  onWhy: () => void;
}) => {
  const { line, below } = props;
  const { node, depth, number } = line;
  const t = usePostmortemsText();
  const classes = useStyles();
  const { row, wrap, small, mute } = useLayout();
  return (
    <div className={classes.line} style={indentOf(depth)}>
      <div className={row} style={{ gap: 4 }}>
        <span className={`${classes.number} ${small} ${mute}`}>{number}</span>
        {props.keys && (
          <AnswerField
            postmortem={props.postmortem}
            id={idOf(node)}
            label={
              depth === 0
                ? t('why.answer', { number })
                : t('why.because', { number })
            }
            text={node?.text ?? ''}
            placeholder={depth === 0 ? t('why.firstHint') : t('why.hint')}
            isNew={!node}
            keys={props.keys}
          />
        )}
        {node && (
          <IconButton
            size="small"
            aria-label={t('why.removeOf', { answer: node.text })}
            onClick={props.onAsk}
          >
            <CloseIcon style={{ fontSize: 16 }} />
          </IconButton>
        )}
      </div>
      {node && (
        <div className={`${row} ${wrap}`} style={{ gap: 4, marginLeft: 34 }}>
          <FactorName node={node} onChange={props.onName} />
          <Button
            size="small"
            aria-label={t('why.askOf', { answer: node.text })}
            onClick={props.onWhy}
          >
            {t('why.ask')}
          </Button>
        </div>
      )}
      {props.isAsked && (
        <RemoveQuestion
          below={below}
          onRemove={props.onRemove}
          onKeep={props.onKeep}
        />
      )}
    </div>
  );
};

/** As deep as the answer is; not so deep on a phone that nothing is left for its text. */
const indentOf = (depth: number) => ({
  marginLeft: `calc(${depth} * clamp(12px, 2.5vw, 28px))`,
});
