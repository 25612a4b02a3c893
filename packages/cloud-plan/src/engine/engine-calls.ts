import {
  GetRootResourceResponse,
  type LogRequest,
  LogSeverity,
  RequirePulumiVersionResponse,
  type SetRootResourceRequest,
  SetRootResourceResponse,
} from '@pulumi/pulumi/proto/engine_pb';
import { Empty } from 'google-protobuf/google/protobuf/empty_pb';
import type { Calls } from './engine-server';
import type { EngineState, LoggedLine } from './engine-state';

/** The calls of the service Engine. */
export function engineCalls(state: EngineState): Calls {
  return {
    log: (request: LogRequest) => {
      state.lines.push({ severity: severityOf(request.getSeverity()), text: request.getMessage() });
      return new Empty();
    },
    getRootResource: () => {
      const response = new GetRootResourceResponse();
      response.setUrn(state.rootUrn);
      return response;
    },
    setRootResource: (request: SetRootResourceRequest) => {
      state.rootUrn = request.getUrn();
      return new SetRootResourceResponse();
    },
    requirePulumiVersion: () => new RequirePulumiVersionResponse(),
  };
}

function severityOf(severity: LogSeverity): LoggedLine['severity'] {
  switch (severity) {
    case LogSeverity.ERROR:
      return 'error';
    case LogSeverity.WARNING:
      return 'warning';
    case LogSeverity.INFO:
      return 'info';
    default:
      return 'debug';
  }
}
