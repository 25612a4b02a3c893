import { UserError } from '@plinth/errors';
import type { ResourceInvokeRequest } from '@pulumi/pulumi/proto/resource_pb';
import type { EngineSettings, EngineState } from './engine-state';
import { missingProvider } from './provider';
import { plannedObject, type WireObject } from './wire-value';

/**
 * Calls a function of a provider. There is no cloud to ask, and a guess would make a wrong plan.
 * @throws UserError `unanswered-function`
 */
export function invoke(
  request: ResourceInvokeRequest,
  settings: EngineSettings,
  state: EngineState,
): WireObject {
  const token = request.getTok();
  const problem = missingProvider(`function ${token}`, token, request.getProvider(), settings);
  if (problem !== undefined) state.problems.push(problem);
  const inputs = plannedObject((request.getArgs()?.toJavaScript() ?? {}) as WireObject, (text) =>
    state.secrets.add(text),
  );
  const answer = settings.answers[token];
  if (answer !== undefined) return JSON.parse(JSON.stringify(answer(token, inputs))) as WireObject;
  throw new UserError({
    code: 'unanswered-function',
    where: `${settings.where}: function ${token}`,
    found: 'a question to the cloud, and no cloud',
    allowed: 'what a declaration or another resource says, or an answer given to the plan',
    fix: `declare the value, or pass answers: { '${token}': () => ({ … }) }`,
  });
}
