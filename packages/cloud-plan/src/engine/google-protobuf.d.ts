// The two messages of Google's package that are used here; it comes without declarations.

declare module 'google-protobuf/google/protobuf/empty_pb' {
  export class Empty {}
}

declare module 'google-protobuf/google/protobuf/struct_pb' {
  export class Struct {
    static fromJavaScript(value: { readonly [key: string]: unknown }): Struct;
    toJavaScript(): { [key: string]: unknown };
  }
}
