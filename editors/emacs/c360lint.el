;; Emacs 29 or newer, with eglot: put this into your init file. c360lint has to be on the path.
(with-eval-after-load 'eglot
  (add-to-list 'eglot-server-programs
               '((json-mode js-json-mode json-ts-mode yaml-mode yaml-ts-mode) . ("c360lint" "server"))))
