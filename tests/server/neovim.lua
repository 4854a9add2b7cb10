-- Driven by test_neovim.py: opens the example in a real editor, and prints what happens as JSON lines.
local function say(what, value)
  io.stdout:write(vim.json.encode({ what = what, value = value }) .. "\n")
  io.stdout:flush()
end

local function wait(what, holds)
  if not vim.wait(30000, holds, 20) then
    say("timeout", what)
    vim.cmd("cquit 1")
  end
end

local function findings(buffer)
  local found = {}
  for _, one in ipairs(vim.diagnostic.get(buffer)) do
    table.insert(found, { code = one.code, line = one.lnum + 1, column = one.col + 1 })
  end
  table.sort(found, function(a, b)
    return a.line < b.line
  end)
  return found
end

vim.cmd("edit conflations/default/conflationPlan.json")
local plan = vim.api.nvim_get_current_buf()
wait("diagnostics", function()
  return #vim.diagnostic.get(plan) > 0
end)
say("diagnostics", findings(plan))
