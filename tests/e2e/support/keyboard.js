// Walking a page with keys, as somebody without a mouse does.
import assert from "node:assert/strict";

/** Presses a key until the focus is on something of that name. */
export async function pressUntil(page, key, name, limit = 120) {
  const passed = [];
  for (let press = 0; press <= limit; press++) {
    const focused = await focusedName(page);
    if (name.test(focused)) return;
    passed.push(focused);
    await page.keyboard.press(key);
    // A list that is drawn again keeps its focus one frame later.
    await page.waitForTimeout(15);
  }
  assert.fail(`${limit} times ${key} did not lead to ${name}; passed: ${[...new Set(passed)].join(" | ")}`);
}

export async function type(page, text) {
  await page.keyboard.type(text);
}

/** What a screen reader would call the focused element. */
function focusedName(page) {
  return page.evaluate(() => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    if (!element || element === document.body) return "";
    const label = element.getAttribute("aria-label") ?? element.labels?.[0]?.textContent;
    return (label ?? element.textContent ?? "").replace(/\s+/g, " ").trim();
  });
}
