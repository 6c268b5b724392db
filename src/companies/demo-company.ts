/** By which the demo's company is known; supervisor/seed-demo.ts makes it. */
export const DEMO_NAME = 'Maple Cycles'
