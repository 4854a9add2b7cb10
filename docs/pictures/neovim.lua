-- Driven by make.py: shows on the screen what DOING names, and writes the file READY when it is there.
local function wait(holds)
  if not vim.wait(30000, holds, 20) then
    vim.cmd("cquit 1")
  end
end

local function floats()
  return #vim.tbl_filter(function(window)
    return vim.api.nvim_win_get_config(window).relative ~= ""
  end, vim.api.nvim_list_wins()) > 0
end

local function ready()
  vim.fn.writefile({}, vim.env.READY)
end

local doings = {
  finding = function()
    vim.diagnostic.open_float()
    wait(floats)
    ready()
  end,
  completion = function()
    vim.o.completeopt = "menuone,noselect"
    vim.api.nvim_create_autocmd("CompleteChanged", { once = true, callback = ready })
    local keys = vim.api.nvim_replace_termcodes('ci"<C-x><C-o>', true, true, true)
    vim.api.nvim_feedkeys(keys, "n", false)
  end,
}

for group, colors in pairs({
  Normal = "guifg=#d7dae0 guibg=#181c24",
  SignColumn = "guibg=NONE",
  LineNr = "guifg=#5c6370",
  NormalFloat = "guifg=#d7dae0 guibg=#2b3240",
  Pmenu = "guifg=#d7dae0 guibg=#2b3240",
  DiagnosticError = "guifg=#ff7b72",
  String = "guifg=#7ec87d",
  Label = "gui=NONE guifg=#6eaaff",
  jsonBraces = "guifg=#d7dae0",
}) do
  vim.cmd("highlight " .. group .. " " .. colors)
end
vim.o.number = true
vim.o.signcolumn = "yes"
vim.o.background = "dark"
vim.o.shortmess = vim.o.shortmess .. "F"
vim.cmd("silent edit conflations/default/conflationPlan.json")
vim.bo.omnifunc = "v:lua.vim.lsp.omnifunc"
wait(function()
  return #vim.diagnostic.get(0) > 0
end)
vim.fn.search("EMial")
vim.cmd("normal! zz")
vim.defer_fn(doings[vim.env.DOING], 200)
