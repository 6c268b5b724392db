/** Where it failed, without the message: a driver's or parser's message may quote its input. */
export const stackFrames = ({ stack = '' }: { stack?: string }): string[] =>
  stack.split('\n').filter((line) => /^\s+at /.test(line))
