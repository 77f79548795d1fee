declare module "exifr/dist/mini.esm.mjs" {
  export function parse(bytes: ArrayBuffer, options: object): Promise<any>;
}
