/** What entered a drop area of a widget, unseen by the page. */
const entered = new WeakSet<EventTarget>();

/**
 * Keeps typing from reaching the page, whose shortcuts would answer to it, and files that a drop area takes. Tab goes on
 * (a page's focus trap needs it), and so does Escape where no overlay of the widget takes it.
 */
export function keepInside(event: Event): void {
  const target = event.composedPath()[0];
  if (event instanceof DragEvent && target) {
    if (event.type === "dragleave" ? !entered.delete(target) : !event.defaultPrevented) return;
    if (event.type === "dragenter") entered.add(target);
  } else {
    // The page's own content, in a slot: its events are the page's.
    if (!(target instanceof Element) || (event.currentTarget as ShadowRoot).host.contains(event.target as Node)) return;
    const key = event instanceof KeyboardEvent ? event.key : "";
    const overlay = target.closest("dialog, [popover]");
    if (key === "Tab" || (key === "Escape" && !overlay && !event.defaultPrevented)) return;
    const pressed = key === "Enter" || key === " " ? ", button, a, summary" : "";
    const field = target.closest(`input, textarea, select, [contenteditable]${pressed}`);
    if (!field && !overlay && !event.defaultPrevented) return;
  }
  event.stopPropagation();
}
