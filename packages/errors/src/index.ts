export { type FoundKey, keyIn, keysIn, notShown, withoutKeys } from './key-material';
export { didYouMean, nearest } from './nearest';
export { formatProblem, type Problem } from './problem';
export { bullets, oneOf, show } from './text';
export { UserError } from './user-error';
