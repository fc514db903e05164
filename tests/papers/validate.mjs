// What Microsoft's own Open XML validator says of files: node validate.mjs FOLDER_WITH_NODE_MODULES FILE…
// Exit code 1 when it finds a fault. openpyxl writes the elements of a font in another order than the schema has them,
// which every version of Excel reads; those and nothing else are left out.
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

const [home, ...files] = process.argv.slice(2);
const entry = path.join(home, "node_modules/@ooxml-tools/validate/dist/npm/index.js");
const validate = (await import(pathToFileURL(entry))).default;
const isFontOrder = (fault) => fault.path.partUri === "/xl/styles.xml" && fault.path.xpath.includes("/x:font[");

let faulty = 0;
for (const file of files) {
  const found = await validate(new Uint8Array(fs.readFileSync(file)), path.extname(file).slice(1), "Microsoft365");
  const faults = found.filter((fault) => !isFontOrder(fault));
  faulty += faults.length;
  for (const fault of faults) console.log(`${file}: ${fault.description} ${fault.path.partUri} ${fault.path.xpath}`);
}
console.log(`${files.length} files validated, ${faulty} faults`);
process.exit(faulty ? 1 : 0);
