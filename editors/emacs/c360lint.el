;;; c360lint.el --- c360lint with eglot  -*- lexical-binding: t -*-

;; Emacs 29 or newer has eglot; older ones take it from ELPA.  c360lint has to be on the path.
;; Load this file from your init file: documents of a project then start the server.

;;; Code:

(require 'eglot)
(require 'project)

(defvar c360lint-command '("c360lint" "server")
  "The command that starts the server.")

(defvar c360lint-modes '(js-mode js-json-mode json-mode json-ts-mode yaml-mode yaml-ts-mode)
  "The modes of the documents that the server reads.")

(defun c360lint-contact (&rest _)
  "Return the command that starts the server."
  c360lint-command)

(defun c360lint-project (directory)
  "Return the project that a c360lint.toml in or above DIRECTORY makes."
  (let ((root (locate-dominating-file directory "c360lint.toml")))
    (and root (cons 'transient (expand-file-name root)))))

(defun c360lint-ensure ()
  "Start the server in documents of a project."
  (when (and buffer-file-name (c360lint-project default-directory))
    (eglot-ensure)))

(add-to-list 'eglot-server-programs (cons c360lint-modes #'c360lint-contact))
(add-hook 'project-find-functions #'c360lint-project)
(dolist (mode c360lint-modes)
  (add-hook (intern (format "%s-hook" mode)) #'c360lint-ensure))

(provide 'c360lint)
;;; c360lint.el ends here
