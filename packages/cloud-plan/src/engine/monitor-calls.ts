import { InvokeResponse } from '@pulumi/pulumi/proto/provider_pb';
import {
  type ReadResourceRequest,
  ReadResourceResponse,
  type RegisterResourceOutputsRequest,
  type RegisterResourceRequest,
  RegisterResourceResponse,
  type ResourceInvokeRequest,
  type SupportsFeatureRequest,
  SupportsFeatureResponse,
} from '@pulumi/pulumi/proto/resource_pb';
import { Empty } from 'google-protobuf/google/protobuf/empty_pb';
import { Struct } from 'google-protobuf/google/protobuf/struct_pb';
import type { Calls } from './engine-server';
import type { EngineSettings, EngineState } from './engine-state';
import { invoke } from './invoke';
import { readResource } from './read-resource';
import { registerResource } from './register-resource';
import { plannedObject, type WireObject } from './wire-value';

/** What this engine really does; the runtime refuses a program that needs more. */
const FEATURES = [
  'secrets',
  'resourceReferences',
  'outputValues',
  'aliasSpecs',
  'deletedWith',
  'replaceWith',
];

/** The calls of the service ResourceMonitor. */
export function monitorCalls(settings: EngineSettings, state: EngineState): Calls {
  return {
    supportsFeature: (request: SupportsFeatureRequest) => {
      const response = new SupportsFeatureResponse();
      response.setHassupport(FEATURES.includes(request.getId()));
      return response;
    },
    registerResource: (request: RegisterResourceRequest) => {
      const { urn, id, outputs } = registerResource(request, settings, state);
      const response = new RegisterResourceResponse();
      response.setUrn(urn);
      response.setId(id);
      response.setObject(struct(outputs));
      return response;
    },
    registerResourceOutputs: (request: RegisterResourceOutputsRequest) => {
      if (request.getUrn() === state.rootUrn) {
        const outputs = (request.getOutputs()?.toJavaScript() ?? {}) as WireObject;
        state.outputs = plannedObject(outputs, (text) => state.secrets.add(text));
      }
      return new Empty();
    },
    readResource: async (request: ReadResourceRequest) => {
      const { urn, outputs } = await readResource(request, settings, state);
      const response = new ReadResourceResponse();
      response.setUrn(urn);
      response.setProperties(struct(outputs));
      return response;
    },
    invoke: (request: ResourceInvokeRequest) => {
      const response = new InvokeResponse();
      response.setReturn(struct(invoke(request, settings, state)));
      return response;
    },
    signalAndWaitForShutdown: () => new Empty(),
  };
}

function struct(value: WireObject): Struct {
  return Struct.fromJavaScript(value);
}
