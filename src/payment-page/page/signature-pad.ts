/** A box to sign in with finger, pen or mouse. */
import {
  inkOf,
  POINTS_MAX,
  SIGNATURE_HEIGHT,
  SIGNATURE_WIDTH,
  STROKES_MAX,
  type Strokes,
} from './signature.ts'

export type SignaturePad = { strokes(): Strokes; ink(): number; clear(): void }

/** Starts the box. `changed` is called when a stroke ends. */
export function startPad(canvas: HTMLCanvasElement, changed: () => void): SignaturePad {
  const paint = canvas.getContext('2d')!
  let strokes: Strokes = []
  let stroke: number[] | null = null
  let points = 0

  /** The point in the box's own units, whatever the canvas's size on the screen is. */
  const at = (event: PointerEvent): [number, number] => {
    const { left, top, width, height } = canvas.getBoundingClientRect()
    const inside = (value: number, max: number) => Math.round(Math.min(Math.max(value, 0), 1) * max)
    return [
      inside((event.clientX - left) / width, SIGNATURE_WIDTH),
      inside((event.clientY - top) / height, SIGNATURE_HEIGHT),
    ]
  }
  const line = (from: number[], [x, y]: [number, number]) => {
    paint.beginPath()
    paint.moveTo(from.at(-2)!, from.at(-1)!)
    paint.lineTo(x, y)
    paint.stroke()
  }
  const ready = () => {
    paint.lineWidth = 3.5
    paint.lineCap = 'round'
    paint.lineJoin = 'round'
    paint.strokeStyle = getComputedStyle(canvas).color
  }

  canvas.addEventListener('pointerdown', (event) => {
    if (!event.isPrimary || event.button !== 0 || strokes.length >= STROKES_MAX || points >= POINTS_MAX)
      return
    event.preventDefault()
    canvas.setPointerCapture(event.pointerId)
    ready()
    stroke = at(event)
    strokes.push(stroke)
    points += 1
  })
  canvas.addEventListener('pointermove', (event) => {
    if (!stroke || !event.isPrimary || points >= POINTS_MAX) return
    const next = at(event)
    if (next[0] === stroke.at(-2) && next[1] === stroke.at(-1)) return
    line(stroke, next)
    stroke.push(...next)
    points += 1
  })
  const end = () => {
    if (!stroke) return
    stroke = null
    changed()
  }
  canvas.addEventListener('pointerup', end)
  canvas.addEventListener('pointercancel', end)

  return {
    strokes: () => strokes,
    ink: () => inkOf(strokes),
    clear() {
      strokes = []
      points = 0
      paint.clearRect(0, 0, canvas.width, canvas.height)
    },
  }
}
