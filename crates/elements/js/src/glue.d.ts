/** What wasm-bindgen makes. */
declare module "module-glue" {
  type Module = import("./module.js").Module;
  export default function init(options: { module_or_path: Promise<Response> }): Promise<WebAssembly.Exports>;
  /** Says whether the second module is there now. */
  export function arrived(whether: boolean): void;
  export const disconnect: Module["disconnect"];
  export const forget: Module["forget"];
  /** Calls back when all sessions ended, with the first failure, if there was one. */
  export function endSessions(ended: (failure?: string) => void): void;
  export const mount: Module["mount"];
  export const onMissing: Module["onMissing"];
  /** Has this called when the second module is wanted; the answer is `arrived`. */
  export function onWanted(ask: () => void): void;
  export const provide: Module["provide"];
  export const styles: Module["styles"];
}
