-- What wrk sends: interactions of about 2 KB, each with an id of its own.
--
--   wrk ... -s bench/interactions.lua URL -- PREFIX [FILE]
--
-- The ids begin with PREFIX. With FILE, for a lone client (-t1 -c1), the microseconds from sending
-- each request to reading its whole answer are written to it, a line each, if the answer is 201: wrk's
-- own percentiles add what requests would have waited behind a slow one, and behind those of a lone
-- client, which waits itself, there are none.

local prefix, counter, file, sent = nil, 0, nil, 0
local second, second_text = 0, ""
local messages, responses, notes = {}, {}, {}

-- A conversation has seven messages, and this many are open at a time, so that no two messages of
-- one are on the way together.
local open_conversations = 1000

local words = {
  "order", "invoice", "please", "check", "the", "a", "shipped", "customer", "total", "of", "and",
  "warehouse", "in", "line", "was", "delivered", "to", "late", "again", "price", "for", "with",
}

local function text(length)
  local parts, size = {}, 0
  while size < length do
    local word = words[math.random(#words)]
    parts[#parts + 1] = word
    size = size + #word + 1
  end
  return table.concat(parts, " "):sub(1, length)
end

local ffi = require("ffi")
ffi.cdef [[
  typedef struct { long seconds; long nanoseconds; } bench_time;
  int clock_gettime(int clock, bench_time *time);
]]
local now = ffi.new("bench_time")

-- The microseconds of a clock that is never set.
local function clock()
  ffi.C.clock_gettime(1, now)
  return tonumber(now.seconds) * 1e6 + tonumber(now.nanoseconds) / 1e3
end

-- The time of day, RFC 3339; most of it is made once a second.
local function timestamp()
  ffi.C.clock_gettime(0, now)
  local whole = tonumber(now.seconds)
  if whole ~= second then second, second_text = whole, os.date("!%Y-%m-%dT%H:%M:%S", whole) end
  return second_text .. string.format(".%06dZ", math.floor(tonumber(now.nanoseconds) / 1000))
end

function init(arguments)
  prefix = arguments[1]
  -- Making text anew for each request would take time from what is measured.
  math.randomseed(1)
  for index = 1, 97 do
    messages[index] = text(180)
    responses[index] = text(860)
    notes[index] = text(120)
  end
  wrk.method = "POST"
  wrk.headers["Content-Type"] = "application/json"
  if arguments[2] then
    file = assert(io.open(arguments[2], "w"))
    response = function(status)
      if status == 201 then file:write(string.format("%.0f\n", clock() - sent)) end
    end
  end
end

function request()
  counter = counter + 1
  local n = counter
  local block = open_conversations * 7
  local conversation = math.floor(n / block) * open_conversations + n % open_conversations
  local body = '{"user_id":"user' .. conversation % 5000 .. '@example.com","timestamp":"' .. timestamp()
    .. '","interaction_id":"' .. prefix .. "-" .. n
    .. '","thread_id":"' .. prefix .. "-thread-" .. conversation
    .. '","user_message":"Order ' .. n .. ": " .. messages[n % 97 + 1]
    .. '","assistant_response":"I have looked at order ' .. n .. ". "
    .. responses[n * 7 % 97 + 1]
    .. '","tool_calls":[{"tool_name":"get_order","arguments":{"order":' .. n
    .. ',"fields":["state","lines","total"]},"result":{"state":"shipped","lines":' .. n % 9
    .. ',"total":' .. n % 1000 .. '.5,"note":"' .. notes[n % 97 + 1]
    .. '"},"status":"success","duration_ms":' .. 40 + n % 200
    .. '},{"tool_name":"search_messages","arguments":{"query":"order ' .. n
    .. '","limit":10},"result":[{"subject":"Your order","note":"' .. notes[n * 3 % 97 + 1]
    .. '"}],"status":"success","duration_ms":' .. 20 + n % 90
    .. '}],"metadata":{"model":"gpt-4o","tokens_used":' .. 300 + n % 500
    .. ',"latency_ms":' .. 900 + n % 900
    .. ',"source":"bench","assistant_id":"orders","temperature":0.2,"note":"'
    .. notes[n * 5 % 97 + 1] .. '"}}'
  local bytes = wrk.format(nil, nil, nil, body)
  if file then sent = clock() end
  return bytes
end

-- One line for scripts/bench-ingest.sh: requests answered, records a second, p50 and p99 in
-- milliseconds, errors.
function done(summary, latency)
  local errors = summary.errors
  local failed = errors.connect + errors.read + errors.write + errors.status + errors.timeout
  io.write(string.format(
    "measured %d %.1f %.3f %.3f %d\n",
    summary.requests - errors.status,
    (summary.requests - errors.status) / summary.duration * 1e6,
    latency:percentile(50) / 1000,
    latency:percentile(99) / 1000,
    failed
  ))
end
