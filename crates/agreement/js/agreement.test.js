// Whether the browser's module judges forms as the server does. `PAIRS`: the server's judgements, made by `form-pairs`.
// `MODULE`: the module's glue. `SUITE`: the public JsonLogic suite.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { before, describe, it } from "node:test";
import { pathToFileURL } from "node:url";

/** As JSON has it: without a sign before zero. */
const written = (value) => JSON.parse(JSON.stringify(value));

const { PAIRS, MODULE, SUITE } = process.env;
let module;
before(async () => {
  module = await import(pathToFileURL(MODULE));
  await module.default({ module_or_path: readFileSync(MODULE.replace(/\.js$/, "_bg.wasm")) });
});

describe("the browser's module", () => {
  it("gives the expected result in every case of the public JsonLogic suite", () => {
    const cases = JSON.parse(readFileSync(SUITE, "utf8")).filter((entry) => typeof entry === "object");
    assert.ok(cases.length > 0);
    for (const { description, rule, data, result } of cases) {
      const value = module.evaluate(JSON.stringify(rule), JSON.stringify(data ?? null));
      assert.deepEqual(JSON.parse(value), result, description);
    }
    console.log(`# ${cases.length} cases of the public JsonLogic suite, in wasm`);
  });

  it("agrees with the server on random forms and answers", () => {
    const pairs = readFileSync(PAIRS, "utf8").split("\n").filter(Boolean).map((line) => JSON.parse(line));
    assert.ok(pairs.length > 0);
    const outcomes = { kept: 0, refused: 0 };
    let hidden = 0;
    for (const [definition, answers, judgement] of pairs) {
      assert.deepEqual(written(JSON.parse(module.judge(definition, answers))), written(judgement), `${definition}\n${answers}`);
      outcomes["kept" in judgement.outcome ? "kept" : "refused"] += 1;
      hidden += judgement.fields.some(([, asked]) => !asked);
    }
    console.log(`# ${pairs.length} pairs: ${outcomes.kept} kept, ${outcomes.refused} refused, ${hidden} with a question that is not asked`);
    // What is all the same would say nothing.
    for (const count of [outcomes.kept, outcomes.refused, hidden]) assert.ok(count > pairs.length / 50);
  });
});
