-- Sends the lines of a file as bodies, one after the other: `wrk … -s requests.lua URL -- PATH FILE`.
-- The API token comes from the environment, TOKEN. Ends with one line of JSON.

function init(args)
   local headers = { ["Content-Type"] = "application/json", ["Authorization"] = "Bearer " .. os.getenv("TOKEN") }
   requests = {}
   for line in io.lines(args[2]) do
      requests[#requests + 1] = wrk.format("POST", args[1], headers, line)
   end
   at = 0
end

function request()
   at = at % #requests + 1
   return requests[at]
end

function done(summary, latency, _)
   local errors = summary.errors
   io.write(string.format(
      '\n{"requests": %d, "microseconds": %d, "refused": %d, "broken": %d, "p50": %d, "p99": %d, "most": %d}\n',
      summary.requests, summary.duration, errors.status,
      errors.connect + errors.read + errors.write + errors.timeout,
      latency:percentile(50), latency:percentile(99), latency.max))
end
