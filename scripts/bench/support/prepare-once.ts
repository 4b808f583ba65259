import {prepare} from "../../../loaders/prepare.js";

// A process of its own for each measurement: runs folder, cache folder and output as arguments, what it took as JSON.
const [runsDir, cacheDir, outDir] = process.argv.slice(2) as [string, string, string];
const start = performance.now();
const {read} = await prepare({root: ".", runsDir, cacheDir, outDir});
const s = (performance.now() - start) / 1000;
process.stdout.write(JSON.stringify({s, read: read.length, mib: process.resourceUsage().maxRSS / 1024}));
