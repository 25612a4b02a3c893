import * as model from '@plinth/model';

/** A function that declares, as it looks to somebody whom no compiler helps. */
type Untyped<D> = (name: unknown, input: unknown) => D;

export const webService = model.webService as Untyped<model.ServiceDeclaration>;
export const worker = model.worker as Untyped<model.ServiceDeclaration>;
export const scheduledJob = model.scheduledJob as Untyped<model.ServiceDeclaration>;
export const statefulNode = model.statefulNode as Untyped<model.ServiceDeclaration>;
export const squad = model.squad as Untyped<model.SquadDeclaration>;
export const externalDependency = model.externalDependency as Untyped<model.DependencyDeclaration>;
export const environment = model.environment as Untyped<model.EnvironmentDeclaration>;
export const exception = model.exception as unknown as (input: unknown) => model.ExceptionDeclaration;
export const overlay = model.overlayOf({ services: [], squads: [], dependencies: [] }) as unknown as (
  input: unknown,
) => model.OverlayDeclaration;
