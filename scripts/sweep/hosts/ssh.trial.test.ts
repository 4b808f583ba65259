import {existsSync, mkdtempSync, readdirSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, describe, expect, test} from "vitest";
import {loadHardware} from "../../../loaders/hardware.js";
import {loadRun} from "../../../loaders/run.js";
import {targetChecks} from "../../doctor/target-checks.js";
import {Ssh} from "./ssh.js";
import {sshPackages, sshPrograms, LoopbackSsh} from "./testing/loopback-ssh.js";
import {whyNotInstalled} from "./testing/installed.js";
import {SpreadFixture} from "./testing/spread-fixture.js";

const why = await whyNotInstalled(sshPrograms, sshPackages, false);
let ssh: LoopbackSsh;

describe.skipIf(why !== null)(`a host reached by ssh${why === null ? "" : ` (skipped: ${why})`}`, () => {
  beforeAll(async () => {
    ssh = await LoopbackSsh.start();
  });
  afterAll(async () => ssh.stop());

  test("a sweep over this host and another: one run as if measured here, clocks compared, the other host left clean", async () => {
    const there = mkdtempSync(join(tmpdir(), "sweepbook host-"));
    const sweep = new SpreadFixture(
      {here: {}, box: SpreadFixture.ssh(ssh, join(there, "kept here"))},
      {servers: {a: {}, b: {target: "box"}}}
    );
    const {exitCode, all} = await sweep.start();
    expect([exitCode, all]).toEqual([0, expect.stringMatching(/6 points measured/)]);
    expect(all).toMatch(/box: 3\/3 .*tok\/s/);
    const run = loadRun(sweep.runs, "t", loadHardware(join(import.meta.dirname, "../../..")));
    expect(run.points.map(({status}) => status)).toEqual(Array.from({length: 6}, () => "ok"));
    expect(new Set(sweep.manifest.points.map(({server}) => server))).toEqual(new Set(["a", "b"]));
    const clock = sweep.hosts["box"]!["clock"] as {offset_s: number; error_s: number}[];
    expect(clock).toHaveLength(2);
    // The same clock: what is measured is within its own error.
    for (const {offset_s, error_s} of clock) expect(Math.abs(offset_s)).toBeLessThanOrEqual(error_s);
    expect(JSON.stringify(sweep.manifest)).not.toContain(ssh.host);
    expect(readdirSync(join(there, "kept here"))).toEqual([]);
    expect(existsSync(join(sweep.runFolder, ".work"))).toBe(false);
    expect(sweep.processes()).toEqual([]);
  });

  test("the doctor looks at the host of a target with its own eyes, and leaves nothing there", async () => {
    const there = mkdtempSync(join(tmpdir(), "sweepbook-doctor-"));
    const target = SpreadFixture.ssh(ssh, join(there, "kept"));
    const sweep = new SpreadFixture(
      {box: target, gone: {...target, host: "no-such-host.invalid"}},
      {
        servers: {a: {}, b: {target: "gone"}}
      }
    );
    const {checks} = await targetChecks(sweep.specFile).then(({needed, other}) => ({checks: [...needed, ...other]}));
    const status = (id: string) => checks.find((check) => check.id === id)?.status;
    expect([status("box: connection"), status("box: spec a"), status("box: node")]).toEqual(["ok", "ok", "ok"]);
    expect(status("gone: connection")).toBe("fail");
    expect(readdirSync(join(there, "kept"))).toEqual([]);
  });

  test("names with blanks and quotes pass rsync and sftp alike", async () => {
    const folder = mkdtempSync(join(tmpdir(), "sweepbook-names-"));
    const around = mkdtempSync(join(tmpdir(), "sweepbook-around-"));
    writeFileSync(join(folder, "a 'b' \"c\".txt"), "text");
    const host = new Ssh(ssh.host, ssh.config);
    for (const way of ["rsync", "sftp"]) {
      if (way === "sftp") Object.assign(host, {rsync: false});
      const there = join(around, `there $HOME 'x' ${way}`);
      await host.send(folder, there);
      const back = join(around, `back ${way}`);
      await host.fetch(there, back);
      expect(readdirSync(back)).toContain("a 'b' \"c\".txt");
    }
    await host.close();
  });

  test("a host whose key is not known is refused, and one that is not there is told with what to try", async () => {
    const strange = join(ssh.folder, "strange");
    writeFileSync(strange, `Host x\n  HostName 127.0.0.1\n  Port ${ssh.port}\n  UserKnownHostsFile /dev/null\n`);
    await expect(new Ssh("x", strange).run(["true"])).rejects.toMatchObject({
      exitCode: 3,
      message: expect.stringMatching(/accept it once/) as string
    });
    writeFileSync(strange, "Host x\n  HostName 127.0.0.1\n  Port 1\n");
    await expect(new Ssh("x", strange).run(["true"])).rejects.toMatchObject({
      message: expect.stringMatching(/try: ssh x true/) as string
    });
  });
});
