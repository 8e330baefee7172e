/**
 * Customer-portal widgets as custom elements. Importing this module defines the elements; their code is downloaded
 * when the first one is connected.
 *
 * ```html
 * <portal-status></portal-status>
 * <script type="module">
 *   import { configure } from "./portal.js";
 *   configure({
 *     server: "https://portal.example",
 *     fetchClientSecret: () => fetch("/portal-session", { method: "POST" }).then((answer) => answer.json()),
 *   });
 * </script>
 * ```
 */
import { define } from "./elements.js";

export * from "./elements.js";

define();
