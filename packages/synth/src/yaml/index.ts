export { emitYaml } from './emit';
