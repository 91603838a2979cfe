export { dateText, dayText, monthText, timeText, weekdayText } from './days';
export { FollowUpLine } from './FollowUpLine';
export { PostmortemLine, StillToWrite } from './PostmortemLine';
export { StateBadge } from './StateBadge';
