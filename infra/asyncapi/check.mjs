// Checks the wire's description, and every event schema that it refers to, with the official AsyncAPI parser.
// Usage: node check.mjs [FILE]   (default: schemas/asyncapi.json)
import { fileURLToPath } from "node:url";
import parser from "@asyncapi/parser";

const file = process.argv[2] ?? fileURLToPath(new URL("../../schemas/asyncapi.json", import.meta.url));

const { document, diagnostics } = await parser.fromFile(new parser.Parser(), file).parse();
const faults = diagnostics.filter(({ severity }) => severity === parser.DiagnosticSeverity.Error);
for (const { path, message } of faults) console.error(`asyncapi: /${path.join("/")} ${message}`);
if (faults.length > 0 || !document) process.exit(1);
console.log(`asyncapi: ${document.channels().length} channels, ${document.allMessages().length} messages, version ${document.version()}`);
