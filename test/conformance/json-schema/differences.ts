/** Where the generated code differs from the suite on purpose: file → group → the reason. The tests are those of `invalid … string`. */
export const differences: readonly { readonly name: RegExp; readonly reason: string }[] = [
  {
    name: /^format: .* format: invalid .* string is only an annotation by default$/,
    reason:
      'Formats are checked: 2020-12 validation §7.2.1 lets an implementation "treat "format" as an assertion in addition to an ' +
      'annotation", and a server that describes an e-mail address wants one. See docs/decisions/0311-formats-are-checked.md.',
  },
];
