"""One detailed result of vllm bench serve to two Arrow tables, by a tool that is named; driven by lines on standard input.

convert.py TOOL PLAIN|GZIP|BR: prints the tool's version, then for each line "ROUNDS PATH..." converts all paths so many times
and prints a JSON list of the milliseconds of each round; ends with the most resident memory, KiB.
"""
import gzip, itertools, json, resource, sys, time

tool, form = sys.argv[1], sys.argv[2]


def read(path):
    with open(path, "rb") as file:
        data = file.read()
    if form == "gzip":
        return gzip.decompress(data)
    if form == "br":
        import brotli

        return brotli.decompress(data)
    return data


if tool in ("json", "orjson"):
    import numpy as np, pyarrow as pa

    if tool == "orjson":
        import orjson

        loads, version = orjson.loads, orjson.__version__ + ", pyarrow " + pa.__version__
    else:
        loads, version = json.loads, sys.version.split()[0] + ", pyarrow " + pa.__version__

    def convert(path):
        r = loads(read(path))
        itls = r["itls"]
        n = np.fromiter(map(len, itls), np.int32, len(itls))
        itl = np.fromiter(itertools.chain.from_iterable(itls), np.float64, int(n.sum()))
        gaps = pa.table({"request": np.repeat(np.arange(len(itls), dtype=np.int32), n), "itl_s": itl})
        ttft = np.array(r["ttfts"])
        e2e = ttft + np.add.reduceat(itl, np.concatenate([[0], np.cumsum(n)[:-1]]))
        requests = pa.table({"start_s": np.array(r["start_times"]), "ttft_ms": ttft * 1000, "e2e_ms": e2e * 1000,
            "input_tokens": np.array(r["input_lens"], np.int32), "output_tokens": np.array(r["output_lens"], np.int32),
            "error": pa.array(r["errors"])})
        return requests.num_rows, gaps.num_rows

elif tool == "polars":
    import polars as pl

    version = pl.__version__
    schema = {"input_lens": pl.List(pl.Int32), "output_lens": pl.List(pl.Int32), "ttfts": pl.List(pl.Float64),
        "itls": pl.List(pl.List(pl.Float64)), "errors": pl.List(pl.String), "start_times": pl.List(pl.Float64)}

    def convert(path):
        df = pl.read_json(path if form == "plain" else read(path), schema=schema)
        rows = df.explode(list(schema)).with_row_index("request")
        gaps = rows.select("request", "itls").explode("itls").to_arrow()
        return rows.drop("itls").to_arrow().num_rows, gaps.num_rows

else:
    import duckdb

    version = duckdb.__version__
    con = duckdb.connect()
    con.execute("set threads=1")
    columns = "{input_lens:'INTEGER[]',output_lens:'INTEGER[]',ttfts:'DOUBLE[]',itls:'DOUBLE[][]',errors:'VARCHAR[]',start_times:'DOUBLE[]'}"

    def convert(path):
        con.execute(f"""create or replace temp table r as select generate_subscripts(ttfts,1)-1 as request,
            unnest(input_lens) input_lens, unnest(output_lens) output_lens, unnest(ttfts) ttfts, unnest(itls) itls,
            unnest(errors) errors, unnest(start_times) start_times
            from read_json('{path}', columns={columns}, maximum_object_size=100000000)""")
        requests = con.sql("select request, input_lens, output_lens, ttfts, start_times, errors from r").to_arrow_table()
        gaps = con.sql("select request, unnest(itls) itl_s from r").to_arrow_table()
        return requests.num_rows, gaps.num_rows


print(json.dumps(version), flush=True)
for line in sys.stdin:
    rounds, *paths = line.split()
    times = []
    for _ in range(int(rounds)):
        start = time.perf_counter()
        for path in paths:
            rows = convert(path)
        times.append((time.perf_counter() - start) * 1000)
    print(json.dumps({"times": times, "rows": rows, "kib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss}), flush=True)
