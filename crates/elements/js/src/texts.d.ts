/** Where the texts of each language are. The build writes it: each address as it is, so that bundlers take the files along. */
declare module "module-texts" {
  export const texts: Readonly<Record<string, URL>>;
}
