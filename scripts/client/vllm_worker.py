"""vLLM's benchmark client as one long-lived process, so that its import (13-23 s) is paid once.

JSON lines: a call {id, op, argv, log} on stdin, an answer with the same id on stdout. See worker-protocol.ts.
Whatever vLLM prints goes to the file `log`. The process ends with its stdin, so it never outlives its runner.
"""

import argparse
import asyncio
import contextlib
import gc
import inspect
import json
import os
import queue
import sys
import threading
import time
import traceback

answers = os.fdopen(os.dup(1), "w", buffering=1)
os.dup2(2, 1)  # nothing but answers may reach stdout


def answer(call_id, **body):
    answers.write(json.dumps({"id": call_id, **body}) + "\n")


def clock_pair():
    """UTC and the clock of start_times, read back to back; the best of 32 pairs."""
    best = None
    for _ in range(32):
        before = time.perf_counter()
        epoch = time.time()
        after = time.perf_counter()
        if best is None or after - before < best["error_s"]:
            best = {"epoch_s": epoch, "monotonic_s": (before + after) / 2, "error_s": after - before}
    return best


@contextlib.contextmanager
def printing_to(path):
    """Sends stdout and stderr to the end of a file, for Python and for what it has loaded."""
    if path is None:
        path = os.devnull
    kept = os.dup(1), os.dup(2)
    target = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    try:
        os.dup2(target, 1)
        os.dup2(target, 2)
        yield
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os.dup2(kept[0], 1)
        os.dup2(kept[1], 2)
        for fd in (target, *kept):
            os.close(fd)


class Prompts:
    """Stands in for vLLM's get_samples: keeps prompts that were made ahead, and the time that making them takes."""

    def __init__(self, serve):
        self.make = serve.get_samples
        self.ready = {}
        self.lock = threading.Lock()
        self.seconds = 0.0
        self.key = None
        # prompts may only be made beside a running load when they draw from a generator of their own
        self.ahead = "default_rng" in inspect.getsource(inspect.getmodule(self.make)) or self.own_generator(serve)

    @staticmethod
    def own_generator(serve):
        try:
            from vllm.benchmarks.datasets import RandomDataset

            return "default_rng" in inspect.getsource(RandomDataset)
        except Exception:
            return False

    def __call__(self, args, tokenizer):
        start = time.perf_counter()
        try:
            with self.lock:
                made = self.ready.pop(self.key, None)
                return self.make(args, tokenizer) if made is None else made
        finally:
            self.seconds = time.perf_counter() - start

    def prepare(self, key, args, tokenizer):
        with self.lock:
            self.ready = {key: self.make(args, tokenizer)}  # those of a call that never came go


class Worker:
    def __init__(self):
        import vllm
        from vllm.benchmarks import serve

        self.version = getattr(vllm, "__version__", None)
        self.serve = serve
        self.get_tokenizer = serve.get_tokenizer
        self.tokenizers = {}
        self.prompts = Prompts(serve)
        serve.get_samples = self.prompts
        serve.get_tokenizer = self.tokenizer
        self.parser_class = getattr(serve, "FlexibleArgumentParser", argparse.ArgumentParser)

    def tokenizer(self, *args, **options):
        """Loads a tokenizer once a thread: the fast ones cannot be shared by two."""
        key = (threading.get_ident() == threading.main_thread().ident, repr(args), repr(options))
        if key not in self.tokenizers:
            self.tokenizers[key] = self.get_tokenizer(*args, **options)
        return self.tokenizers[key]

    def parse(self, argv):
        parser = self.parser_class(prog="vllm bench serve")
        self.serve.add_cli_args(parser)
        return parser.parse_args(argv)

    def prepare(self, argv):
        args = self.parse(argv)
        if not self.prompts.ahead or args.dataset_name != "random":
            return
        for general, own in (("input_len", "random_input_len"), ("output_len", "random_output_len")):
            if getattr(args, general, None) is not None:
                setattr(args, own, getattr(args, general))
        name = args.tokenizer if args.tokenizer is not None else args.model
        options = {"tokenizer_mode": args.tokenizer_mode, "trust_remote_code": args.trust_remote_code}
        self.prompts.prepare(json.dumps(argv), args, self.tokenizer(name, **options))

    def measure(self, argv):
        self.prompts.key = json.dumps(argv)
        args = self.parse(argv)
        start, cpu = time.perf_counter(), time.process_time()
        result = asyncio.run(self.serve.main_async(args)) or {}
        seconds = time.perf_counter() - start
        gc.unfreeze()  # vLLM freezes the heap before each load: give back what the last one left
        return {
            "seconds": seconds,
            "cpu_s": time.process_time() - cpu,
            "prompts_s": self.prompts.seconds,
            "completed": result.get("completed"),
            "failed": result.get("failed"),
            "duration_s": result.get("duration"),
        }


def guarded(call, action):
    try:
        with printing_to(call.get("log")):
            clock = clock_pair()
            body = action()
        answer(call["id"], ok=True, clock=clock, **(body or {}))
    except SystemExit as error:
        answer(call["id"], ok=False, error=f"the client does not take these options (code {error.code})")
    except BaseException as error:
        last = traceback.format_exception_only(type(error), error)[-1].strip()
        answer(call["id"], ok=False, error=last or repr(error))


def read(calls, prepare):
    """Hands on calls until stdin ends; then there is no one left to work for."""
    for line in sys.stdin:
        call = json.loads(line)
        if call["op"] == "prepare":
            prepare(call)
        else:
            calls.put(call)
    os._exit(0)


def main():
    worker = None
    loaded = threading.Event()
    calls = queue.Queue()

    def prepare(call):
        def run():
            # prints go where the load beside it prints; a failure shows again in the call itself
            try:
                loaded.wait()
                if worker is not None:
                    worker.prepare(call["argv"])
                answer(call["id"], ok=True)
            except BaseException as error:
                answer(call["id"], ok=False, error=repr(error))

        threading.Thread(target=run, daemon=True).start()

    threading.Thread(target=read, args=(calls, prepare), daemon=True).start()
    while True:
        call = calls.get()
        try:
            if worker is None:
                worker = Worker()
            loaded.set()
        except BaseException as error:
            loaded.set()
            answer(call["id"], ok=False, error="".join(traceback.format_exception_only(type(error), error)).strip())
            continue
        if call["op"] == "hello":
            answer(call["id"], ok=True, version=worker.version, clock=clock_pair())
        else:
            guarded(call, lambda: worker.measure(call["argv"]))


main()
