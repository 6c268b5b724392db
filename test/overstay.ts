/**
 * Loaded into each test file's process by `npm test`. A file that still runs long after its last test,
 * because it left something open, would keep the whole run from ending: Node's `timeout` is of a single test.
 * So it fails, and says what is open.
 */
import { after } from 'node:test'

/**
 * What a file's clean-up may take, the systems that it has started included, on a machine that does much
 * else.
 */
const OVERSTAY_MS = Number(process.env.JETPAY_TEST_OVERSTAY_MS ?? 120_000)

// Of the file's hooks the first, as it is loaded first; the timer holds up no file that ends.
after(() => {
  setTimeout(() => {
    const open = [...new Set(process.getActiveResourcesInfo())].join(', ')
    console.error(
      `${process.argv[1]} has not ended ${OVERSTAY_MS / 1000} s after its last test; open: ${open}`,
    )
    process.exit(1)
  }, OVERSTAY_MS).unref()
})
