import { RunStep } from '@muster/backstage-plugin-incidents-common';
import { useLayout } from '../../kit';
import { QuestionBox } from './QuestionBox';

/** Whether a step asks, and the viewer may answer. */
export const isAskingViewer = ({ question }: RunStep): boolean =>
  question !== null && question.may.length > 0;

/** What steps ask, one below the other. */
export const Questions = (props: {
  runId: string;
  steps: readonly RunStep[];
}) => {
  const { stack } = useLayout();
  return (
    <div className={stack}>
      {props.steps.map(
        ({ path, question }) =>
          question && (
            <QuestionBox
              key={path}
              runId={props.runId}
              path={path}
              question={question}
            />
          ),
      )}
    </div>
  );
};
