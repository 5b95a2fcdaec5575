// One ipx over a folder: node server.mjs PORT FOLDER
import { createServer } from "node:http";
import { createIPX, createIPXNodeServer, ipxFSStorage } from "ipx";

const [port, dir] = process.argv.slice(2);
const ipx = createIPX({ storage: ipxFSStorage({ dir }), maxAge: 0 });
createServer(createIPXNodeServer(ipx)).listen(Number(port), "127.0.0.1");
