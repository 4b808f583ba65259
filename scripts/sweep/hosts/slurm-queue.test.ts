import {expect, test} from "vitest";
import {parseJob, parseQueue, submittedId} from "./slurm-queue.js";

// As squeue and scontrol of Slurm 22.05 printed them.
const queue = `12|12|sweepbook-t-1-bf16|N/A|RUNNING|None|node01
13_1|14|sweepbook-t-1-int4|1|RUNNING|None|node01
13_2|13|sweepbook-t-1-int4|2|PENDING|Resources|
`;
const ended =
  "JobId=7 JobName=sweepbook-t-1-bf16 UserId=root(0) GroupId=root(0) MCS_label=N/A Priority=1 Nice=0 Account=(null) QOS=(null) JobState=TIMEOUT Reason=TimeLimit Dependency=(null) Requeue=1 Restarts=2 BatchFlag=1 Reboot=0 ExitCode=0:15 RunTime=00:01:13";

test("jobs of the queue: number, index in the array, state, why they wait", () => {
  expect(parseQueue(queue).map(({id, number, index, state, reason}) => [id, number, index, state, reason])).toEqual([
    ["12", "12", null, "RUNNING", "None"],
    ["13_1", "14", 1, "RUNNING", "None"],
    ["13_2", "13", 2, "PENDING", "Resources"]
  ]);
  expect(parseQueue("\nslurm_load_jobs error\n")).toEqual([]);
});

test("an ended job: state, reason, exit code, how often it was requeued", () => {
  expect(parseJob(ended)).toEqual({state: "TIMEOUT", reason: "TimeLimit", exit: "0:15", restarts: 2});
  expect(parseJob("slurm_load_jobs error: Invalid job id specified")).toBeNull();
});

test("the number of a submitted job, on one cluster of several too", () => {
  expect(submittedId("17\n")).toBe("17");
  expect(submittedId("17;north\n")).toBe("17");
  expect(() => submittedId("")).toThrow(/number of the job/);
});
