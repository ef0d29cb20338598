/** Does something once what is drawn by now is on the screen. */
export const afterPaint = (task: () => void): void => {
  // A frame is painted right after its animation callbacks; whatever is queued in one of them comes behind the paint.
  requestAnimationFrame(() => setTimeout(task))
}

/** Does something when nothing else is to be done. Safari has no idle callback. */
export const whenIdle = (task: () => void): void => {
  if (typeof requestIdleCallback === 'function') requestIdleCallback(task, { timeout: 5000 })
  else setTimeout(task, 200)
}
