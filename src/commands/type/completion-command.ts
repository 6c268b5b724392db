import type { Command } from '../command.ts'

/** `jetpay completion …`: what a shell needs to complete words of `jetpay`. */
export const completionCommands: readonly Command[] = [
  {
    name: 'completion bash',
    summary: 'Print the completion for bash',
    examples: ['completion bash > ~/.local/share/bash-completion/completions/jetpay'],
    prints: true,
    run: async (_given, every) => console.log(await (await import('./completion.ts')).bash(every)),
  },
  {
    name: 'completion zsh',
    summary: 'Print the completion for zsh',
    details: 'Put it into a folder of your $fpath.',
    examples: ['completion zsh > ~/.zfunc/_jetpay'],
    prints: true,
    run: async (_given, every) => console.log(await (await import('./completion.ts')).zsh(every)),
  },
]
