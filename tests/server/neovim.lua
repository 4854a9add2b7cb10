-- Driven by test_neovim.py: works on the example in a real editor, and says as JSON lines what happens.
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
    table.insert(found, one.code .. " " .. (one.lnum + 1) .. ":" .. (one.col + 1))
  end
  table.sort(found)
  return found
end

local function has(buffer, code)
  return vim.tbl_contains(
    vim.tbl_map(function(one)
      return one.code
    end, vim.diagnostic.get(buffer)),
    code
  )
end

local function ask(method, params)
  local answers = vim.lsp.buf_request_sync(0, method, params, 30000)
  for _, answer in pairs(answers or {}) do
    return answer.result
  end
end

vim.cmd("edit conflations/default/conflationPlan.json")
local plan = vim.api.nvim_get_current_buf()
wait("diagnostics", function()
  return #vim.diagnostic.get(plan) > 0
end)
say("diagnostics", findings(plan))

-- the fix of the mistyped attribute, by the editor's own code action command
vim.ui.select = function(items, _, choose)
  for number, item in ipairs(items) do
    local action = item[2] or item.action or item
    if action.title:find("EMail", 1, true) then
      return choose(item, number)
    end
  end
  choose(nil)
end
vim.fn.search("EMial")
vim.lsp.buf.code_action()
wait("the fix", function()
  return not has(plan, "CP02") and vim.fn.search("EMial", "nw") == 0
end)
say("fixed", findings(plan))

-- completion of the attribute, through the editor's omnifunc
vim.fn.search('"LoyaltyCard"')
vim.cmd([[normal! ci"]])
local column = vim.api.nvim_win_get_cursor(0)[2] + 1
vim.api.nvim_win_set_cursor(0, { vim.api.nvim_win_get_cursor(0)[1], column })
local params = vim.lsp.util.make_position_params(0, "utf-16")
local labels = {}
for _, one in ipairs(ask("textDocument/completion", params).items) do
  table.insert(labels, one.label)
end
say("completion", { labels[1], #labels })

-- the jump to the snapshot
vim.fn.search('"posCustomers"')
vim.fn.search("posCustomers")
vim.lsp.buf.definition()
wait("the definition", function()
  return vim.fn.expand("%:t") == "snapshot.json"
end)
say("definition", vim.api.nvim_get_current_line())
