// axe-core in the page, past its policy: the page's own scripts stay bound by it.
import assert from "node:assert/strict";

import axe from "axe-core";

/** Fails when axe finds something in a widget. Answers how many rules it checked. */
export async function assertAccessible(page, tag, what) {
  await page.evaluate(axe.source);
  const result = await page.evaluate(async (tag) => {
    const found = await window.axe.run({ include: [[tag]] }, { resultTypes: ["violations"] });
    return {
      checked: found.passes.length + found.violations.length,
      violations: found.violations.map((violation) => ({
        rule: violation.id,
        help: violation.help,
        nodes: violation.nodes.map((node) => `${node.target.flat().join(" ")}: ${node.failureSummary}`).slice(0, 4),
      })),
    };
  }, tag);
  assert.deepEqual(result.violations, [], `${what}: ${JSON.stringify(result.violations, null, 2)}`);
  return result.checked;
}
