/** Whether a key is meant for a field: then it is no shortcut. */
export const isTyping = ({ target }: Event): boolean =>
  target instanceof Element &&
  target.closest(
    'input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable], [role=menu], [role=dialog], [role=listbox]',
  ) !== null
