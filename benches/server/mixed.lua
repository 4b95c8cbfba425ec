-- What callers of every kind ask, mixed: one ticket, one verification, a batch, and bad requests.
-- `wrk … -s mixed.lua URL -- APP TICKETS MILLISECONDS`, where APP is `/v1/apps/{sdkappid}/`, TICKETS a
-- file of good bodies for verifying, and MILLISECONDS the pause of a connection between two requests.
-- The API token comes from the environment, TOKEN. Ends with one line of JSON.

local threads = 0

function setup(thread)
   threads = threads + 1
   thread:set("number", threads)
end

function init(args)
   app, pause = args[1], tonumber(args[3])
   headers = { ["Content-Type"] = "application/json", ["Authorization"] = "Bearer " .. os.getenv("TOKEN") }
   stranger = { ["Content-Type"] = "application/json", ["Authorization"] = "Bearer ust_1_wrong" }
   tickets = {}
   for line in io.lines(args[2]) do
      tickets[#tickets + 1] = line
   end
   count = 0
end

local function ask(path, body, as)
   return wrk.format("POST", app .. path, as or headers, body)
end

local bad = {
   function(user) return ask("usersigs", '{"userid":"' .. user .. '"') end,
   function(user) return ask("usersigs", '{"userid":"no such form ' .. user .. '"}') end,
   function(user) return ask("usersigs", '{"userid":"' .. user .. '"}', stranger) end,
   function(user) return ask("usersigs:verify", '{"userid":"' .. user .. '","ticket":"eJwrLU4tCi7ITM9NBQAUQAPe"}') end,
   function() return wrk.format("GET", "/no/such/path", headers) end,
   function(user) return ask("private-map-keys", '{"userid":"' .. user .. '","room_id":0,"privileges":999}') end,
}

function request()
   count = count + 1
   -- Another user each time: what is kept for each would show.
   local user = "u" .. number .. "-" .. count
   local kind = count % 20
   if kind < 9 then
      return ask("usersigs", '{"userid":"' .. user .. '"}')
   elseif kind < 11 then
      return ask("private-map-keys", '{"userid":"' .. user .. '","room_id":10000,"privileges":255}')
   elseif kind < 17 then
      return ask("usersigs:verify", tickets[count % #tickets + 1])
   elseif kind < 18 then
      local rows = {}
      for row = 1, 20 do
         rows[row] = '{"userid":"' .. user .. "-" .. row .. '"}'
      end
      return ask("usersigs:batch", '{"items":[' .. table.concat(rows, ",") .. "]}")
   end
   return bad[count % #bad + 1](user)
end

function delay()
   return pause
end

function done(summary, _, _)
   local errors = summary.errors
   io.write(string.format(
      '\n{"requests": %d, "microseconds": %d, "refused": %d, "broken": %d}\n',
      summary.requests, summary.duration, errors.status,
      errors.connect + errors.read + errors.write + errors.timeout))
end
