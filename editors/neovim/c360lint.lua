-- Neovim 0.7 or newer: put this file into ~/.config/nvim/plugin/. c360lint has to be on the path.
local function start(buffer)
  local file = vim.api.nvim_buf_get_name(buffer)
  local marker = vim.fn.findfile("c360lint.toml", vim.fn.fnamemodify(file, ":p:h") .. ";")
  if marker == "" then
    return
  end
  local root = vim.fn.fnamemodify(marker, ":p:h")
  for _, client in pairs(vim.lsp.get_active_clients and vim.lsp.get_active_clients() or vim.lsp.get_clients()) do
    if client.name == "c360lint" and client.config.root_dir == root then
      vim.lsp.buf_attach_client(buffer, client.id)
      return
    end
  end
  local client = vim.lsp.start_client({
    name = "c360lint",
    cmd = vim.g.c360lint_command or { "c360lint", "server" },
    root_dir = root,
    workspace_folders = { { uri = vim.uri_from_fname(root), name = root } },
  })
  if client then
    vim.lsp.buf_attach_client(buffer, client)
  end
end

vim.api.nvim_create_autocmd("FileType", {
  pattern = { "json", "yaml", "toml", "http" },
  callback = function(event)
    start(event.buf)
  end,
})
