import { type Config, projectFolder } from '../ground/config.ts'
import { inSamples } from './sample-blocks.ts'
import { WRITTEN_URL } from './written-at.ts'

/** Where an installation is, as far as the samples of its guide say so. */
export type Installed = {
  /** Where clients reach it. */
  url: string
  /** The folder of its `demo.json`; null where it is the default one, or there is none. */
  dataFolder: string | null
}

/** Only a demo has a `demo.json`. */
export const installedAt = ({ publicUrl, dataFolder, environment }: Config): Installed => ({
  url: publicUrl.replace(/\/$/, ''),
  dataFolder: environment === 'demo' && dataFolder !== `${projectFolder}/var` ? dataFolder : null,
})

/** A path that means the same in a shell, JavaScript and Python, with quotes or without. */
const PLAIN_PATH = /^[\w/.@+-]+$/

/**
 * Makes of a page as it is written what this installation shows: its samples, put into a terminal as they
 * stand, ask this one, and find its `demo.json`. What the text says of the default stays.
 */
export function asInstalled({ url, dataFolder }: Installed): (markdown: string) => string {
  const folder = dataFolder !== null && PLAIN_PATH.test(dataFolder) ? dataFolder : null
  const inSample = (sample: string) => {
    const here = sample.replaceAll(WRITTEN_URL, url)
    if (folder === null) return here
    return here
      .replaceAll(/'(?:\.|\.\.\/jetpay)\/var\/demo\.json'/g, `'${folder}/demo.json'`)
      .replaceAll('{JETPAY_DATA:-var}', `{JETPAY_DATA:-${folder}}`)
      .replaceAll(/^( *)export JETPAY_URL=/gm, `$1export JETPAY_DATA=${folder}\n$&`)
  }
  return (markdown) => {
    const page = inSamples(markdown, inSample)
    return folder === null ? page : page.replaceAll('`var/demo.json`', `\`${folder}/demo.json\``)
  }
}
