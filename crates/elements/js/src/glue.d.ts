/** What wasm-bindgen makes. */
declare module "module-glue" {
  type Module = import("./module.js").Module;
  export default function init(options: { module_or_path: Promise<Response> }): Promise<unknown>;
  export const disconnect: Module["disconnect"];
  export const forget: Module["forget"];
  export const logout: Module["logout"];
  export const mount: Module["mount"];
  export const onMissing: Module["onMissing"];
  export const provide: Module["provide"];
  export const styles: Module["styles"];
}
