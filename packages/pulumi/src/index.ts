export { Component, type Transform } from './component';
export { runProgram } from './run-program';
export { StackOutputs } from './stack-outputs';
