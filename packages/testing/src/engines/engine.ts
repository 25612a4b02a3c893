import type { Workshop } from './workshop';

/**
 * A program that tests run instead of imitating it, or a folder of files that comes with one.
 * It is taken from where a person says she has it, else from the cache, else it is made.
 */
export interface Engine {
  readonly name: string;
  /** Where a binary of one's own counts. Never for a folder. */
  readonly own: OwnPlaces;
  /** The arguments with which it tells its version; absent for a folder. */
  readonly asked?: readonly string[];
  /** How to make it. @throws UserError when a tool that the recipe needs is missing */
  readonly recipe: (workshop: Workshop) => Promise<Recipe>;
}

export interface OwnPlaces {
  /** A variable of this engine alone that holds the path of the binary. */
  readonly variable?: string;
  /** Whether a binary in the folder KUBEBUILDER_ASSETS counts. */
  readonly assets?: boolean;
  /** Whether one on the PATH counts: only where any usual version will do. */
  readonly path?: boolean;
}

/** Decided before anything runs: what will be made, and on what it depends. */
export interface Recipe {
  /** The pinned version; absent where whatever comes is right. */
  readonly version?: string;
  /** What a folder of files holds, for people. */
  readonly contents?: string;
  /** All that the result depends on besides the version: when one of these changes, it is made again. */
  readonly ingredients: readonly string[];
  /** The file of the repository that decides the version: where a problem is. */
  readonly where: string;
  /** The binary, relative to the folder that `build` fills; absent for a folder of files. */
  readonly program?: string;
  /** Uses all cores: such builds run one after another. */
  readonly heavy: boolean;
  /** Brings what the build needs over the network, beside other builds. */
  readonly fetch?: () => Promise<void>;
  /** Fills an empty folder, which is then moved: nothing inside may know its own path. */
  readonly build: (folder: string) => Promise<void>;
}

/** Where an engine comes from: a variable's name, or one of the others. */
export type Origin = 'KUBEBUILDER_ASSETS' | 'PATH' | 'cache' | 'built' | (string & {});

export interface PreparedEngine {
  readonly name: string;
  readonly version: string;
  readonly from: Origin;
  /** The binary; a folder for an engine that is files. */
  readonly path: string;
  /** How long the build took, now or when the cache was filled; absent for a binary of one's own. */
  readonly buildSeconds?: number;
}
