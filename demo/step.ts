/** A step of the demo that did not do what it should; the message is for people, the lines are what the command said last. */
export class StepFailed extends Error {
  constructor(
    message: string,
    readonly lines: readonly string[] = [],
  ) {
    super(message);
  }
}

let number = 0;

export function heading(text: string): void {
  number += 1;
  console.log(`\n${number}. ${text}`);
}

export function say(line: string): void {
  console.log(`   ${line}`);
}

export function lastLines(text: string, count = 20): readonly string[] {
  return text.trimEnd().split("\n").slice(-count);
}
