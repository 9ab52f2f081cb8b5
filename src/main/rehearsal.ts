export { runCli } from '../commands/run.ts'
