// axe-core in the page, past its policy: the page's own scripts stay bound by it.
import axe from "axe-core";

/** What axe finds in a widget: how many rules it checked (all, or those named), and a line for each element that breaks one. */
export async function look(page, tag, what, rules) {
  await page.evaluate(axe.source);
  const result = await page.evaluate(async ([tag, rules]) => {
    const runOnly = rules && { type: "rule", values: rules };
    const found = await window.axe.run({ include: [[tag]] }, { resultTypes: ["violations"], ...(runOnly && { runOnly }) });
    return {
      checked: found.passes.length + found.violations.length,
      broken: found.violations.flatMap((violation) =>
        violation.nodes.map((node) => `${violation.id}: ${node.target.flat().join(" ")}: ${node.failureSummary}`)),
    };
  }, [tag, rules]);
  return { checked: result.checked, broken: result.broken.map((line) => `${what}, ${line}`) };
}
